"""Makes h37rv-loci.fasta.gz and h37rv-genes.tsv from NCBI's record NC_000962.3 (Mycobacterium tuberculosis H37Rv).

    python3 make.py NC_000962.3.gbk.gz

The record is NCBI's (RefSeq, version of 14-DEC-2017, 4,411,532 bases), free of copyright as all of GenBank; the copy that
was used lies at github.com/oxfordmmm/gumpy, config/NC_000962.3.gbk.gz (commit ee1c92dd, SHA-256
a0323d98a1791f6b56fd6b8d8c0cc7713edfb9158798241d6cb70dee4912922f). The sequence as one line of capital letters has the
SHA-256 that is checked below. Kept are the genes whose mutations the WHO catalogue of 2021, NEJM 2018, CRyPTIC and TBDB
(2023-10-16) list, or that the WDNN data set names, with 1,100 bases before and 400 behind each.
"""

import gzip
import hashlib
import re
import sys

GENOME = "72cab373ca5626cda25fae724432fd4da863ebeac9462f18b151c7a889be8284"
BEFORE, BEHIND = 1100, 400

# Locus: the catalogues' name, then other names.
GENES = """Rv0005 gyrB|Rv0006 gyrA|Rv0341 iniB|Rv0342 iniA|Rv0343 iniC|Rv0407 fgd1|Rv0667 rpoB|Rv0668 rpoC
Rv0678 Rv0678 mmpR5|Rv0682 rpsL|Rv0701 rplC|Rv1267c embR|Rvnr01 rrs MTB000019|Rvnr02 rrl MTB000020|Rvnr03 rrf MTB000021
Rv1483 fabG1 mabA|Rv1484 inhA|Rv1630 rpsA|Rv1694 tlyA|Rv1854c ndh|Rv1908c katG|Rv1909c furA|Rv2043c pncA|Rv2244 acpM
Rv2245 kasA|Rv2246 kasB|Rv2416c eis|Rv2427A oxyR' oxyR|Rv2428 ahpC|Rv2447c folC|Rv2671 ribD|Rv2754c thyX|Rv2764c thyA
Rv2780 ald|Rv2981c ddlA ddl|Rv3261 fbiA|Rv3423c alr|Rv3547 ddn|Rv3601c panD|Rv3793 embC|Rv3794 embA|Rv3795 embB
Rv3854c ethA|Rv3855 ethR|Rv3919c gid gidB"""


def main(path):
    text = gzip.open(path, "rt").read()
    head, origin = text.split("\nORIGIN", 1)
    genome = "".join(re.findall(r"[acgtn]+", re.sub(r"^\s*\d+", "", origin.split("//")[0], flags=re.M))).upper()
    assert hashlib.sha256(genome.encode()).hexdigest() == GENOME, "another sequence"

    found = {}
    for kind, span, body in re.findall(r"^     (CDS|rRNA|gene) +(\S+)\n((?:                     .*\n)+)", head, re.M):
        locus = re.search(r'/locus_tag="([^"]+)"', body)
        if locus and (kind != "gene" or locus[1] not in found or found[locus[1]][3] == "gene"):
            start, end = map(int, re.findall(r"\d+", span)[:2])
            found[locus[1]] = (start, end, "-" if span.startswith("complement") else "+", kind)

    rows, spans = [], []
    for entry in "|".join(GENES.split("\n")).split("|"):
        locus, name, *others = entry.split()
        start, end, strand, kind = found[next(t for t in (locus, *others) if t in found)]
        rows.append((start, end, strand, "rna" if kind == "rRNA" else "coding", name, locus, ",".join(others)))
        before, behind = (BEFORE, BEHIND) if strand == "+" else (BEHIND, BEFORE)
        spans.append([start - before, end + behind])
    rows.sort()

    with open("h37rv-genes.tsv", "w", newline="\n") as file:
        file.write("# NC_000962.3, 1-based, both ends included; made by make.py\nname\tlocus\tstart\tend\tstrand\tkind\tothers\n")
        for start, end, strand, kind, name, locus, others in rows:
            file.write(f"{name}\t{locus}\t{start}\t{end}\t{strand}\t{kind}\t{others}\n")

    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 200:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    lines = []
    for start, end in merged:
        lines.append(f">NC_000962.3:{start}-{end}")
        bases = genome[start - 1 : end]
        lines += [bases[i : i + 80] for i in range(0, len(bases), 80)]
    with open("h37rv-loci.fasta.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(sum(end - start + 1 for start, end in merged), "bases in", len(merged), "loci,", len(rows), "genes")


main(sys.argv[1])
