"""Writes picture files as Pillow writes them, and what Pillow reads in them, for ImageFile.

Run beside this file: python3 files.py. Pillow 9.4.0. The name's last part says how the file is compared: "exact",
or "close" for lossy ones (libjpeg-turbo and libwebp of other versions: 3 of 255 at most, 0.5 on average).
"""
import struct

import numpy as np
from PIL import Image, ImageOps

H, W = 24, 37
y, x = np.mgrid[0:H, 0:W]
smooth = np.stack([128 + 100 * np.sin(x / 6 + c) * np.cos(y / 7 - c) for c in range(3)], -1).astype(np.uint8)
grey = Image.fromarray(smooth[:, :, 0])
rgb = Image.fromarray(smooth)
alpha = Image.fromarray(np.where(x < 20, 255, 0).astype(np.uint8))
words = (y * 2711 + x * 977) % 65536
due = {}


def keep(name, image, file, **how):
    image.save(f"files/{file}", **how)
    with Image.open(f"files/{file}") as read:
        read = ImageOps.exif_transpose(read)
        if read.mode in ("P", "CMYK"):
            read = read.convert("RGB")
        if read.mode in ("LA", "RGBA"):
            black = Image.new(read.mode, read.size, (0,) * (len(read.mode) - 1) + (255,))
            read = Image.alpha_composite(black, read) if read.mode == "RGBA" else read
            read = read.convert("RGB" if read.mode == "RGBA" else "L")
        if read.mode == "1":
            read = read.convert("L")
        due[name] = np.asarray(read)


keep("png_grey_exact", grey, "grey.png")
keep("png_rgb_exact", rgb, "rgb.png")
keep("png_one_bit_exact", grey.convert("1"), "one_bit.png")
keep("png_palette_exact", rgb.quantize(16), "palette.png")
rgba = rgb.copy()
rgba.putalpha(alpha)
keep("png_rgba_exact", rgba, "rgba.png")
keep("png_interlaced_name_exact", rgb, "png_named.jpg", format="PNG")
Image.fromarray(words.astype(np.uint16)).save("files/words.png")
due["png_words_exact"] = words.astype(np.float32)
keep("jpeg_grey_close", grey, "grey.jpg", quality=92)
keep("jpeg_rgb_close", rgb, "rgb.jpg", quality=92)
keep("jpeg_progressive_close", rgb, "progressive.jpg", quality=92, progressive=True)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    keep(f"jpeg_turned{orientation}_close", rgb, f"turned{orientation}.jpg", quality=92, exif=exif)
keep("tiff_rgb_exact", rgb, "rgb.tif")
keep("tiff_lzw_exact", rgb, "lzw.tif", compression="tiff_lzw")
keep("tiff_grey_exact", grey, "grey.tif")
Image.fromarray(words.astype(np.uint16)).save("files/words.tif")
due["tiff_words_exact"] = words.astype(np.float32)
unit = (words / 65536).astype(np.float32)
Image.fromarray(unit).save("files/floats.tif")
due["tiff_floats_exact"] = unit
wrong = unit.copy()
wrong[3, 4:6] = [np.nan, np.inf]
Image.fromarray(wrong).save("files/nan.tif")
pages = [Image.fromarray(np.full((6, 8), 40 * i, np.uint8)) for i in range(4)]
pages[0].save("files/pages.tif", save_all=True, append_images=pages[1:])
keep("webp_lossless_exact", rgb, "lossless.webp", lossless=True)
keep("webp_lossy_close", rgb, "lossy.webp", quality=95)
rgb.save("files/animated.webp", save_all=True, append_images=[grey.convert("RGB")], lossless=True)
keep("gif_exact", rgb.quantize(32), "still.gif")
rgb.quantize(8).save("files/animated.gif", save_all=True, append_images=[grey.quantize(8)])
keep("bmp_rgb_exact", rgb, "rgb.bmp")
keep("bmp_grey_exact", grey, "grey.bmp")
keep("bmp_one_bit_exact", grey.convert("1"), "one_bit.bmp")
keep("bmp_palette_exact", rgb.quantize(16), "palette.bmp")
keep("bmp_rgba_exact", rgb.convert("RGBA"), "rgba.bmp")
rgb.convert("CMYK").save("files/cmyk.jpg", quality=95)
Image.new("L", (1, 1), 77).save("files/one_pixel.png")

# BigTIFF: 64-bit offsets, one strip, written by hand, for Pillow 9.4 does not write it.
tags = [(256, 4, W), (257, 4, H), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 16, 0), (277, 3, 1), (278, 4, H),
        (279, 16, H * W)]
start = 16 + 8 + 20 * len(tags) + 8
entries = b"".join(struct.pack("<HHQQ", tag, kind, 1, start if tag == 273 else value) for tag, kind, value in tags)
with open("files/big.tif", "wb") as file:
    file.write(b"II" + struct.pack("<HHHQ", 43, 8, 0, 16) + struct.pack("<Q", len(tags)) + entries
               + struct.pack("<Q", 0) + smooth[:, :, 0].tobytes())
due["bigtiff_exact"] = smooth[:, :, 0]
np.savez_compressed("files/due.npz", **due)
