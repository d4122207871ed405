# Goldens of DeLong's interval and test (pROC), of logistic recalibration (glm) and of the smooth calibration
# curve (loess). Run after metrics.py, whose cases it reads: Rscript metrics.R, in this folder.
suppressPackageStartupMessages({library(pROC); library(jsonlite)})

cases <- fromJSON("metrics/binary.json", simplifyDataFrame = FALSE)$cases
judged <- lapply(cases, function(one) {
  y <- one$outcomes
  first <- roc(y, one$first, direction = "<", quiet = TRUE)
  second <- roc(y, one$second, direction = "<", quiet = TRUE)
  test <- roc.test(first, second, method = "delong", paired = TRUE)
  x <- qlogis(one$second)
  tight <- glm.control(epsilon = 1e-14, maxit = 100)
  free <- glm(y ~ x, family = binomial, control = tight)
  large <- glm(y ~ 1 + offset(x), family = binomial, control = tight)
  stopifnot(free$converged, large$converged)
  at <- quantile(one$first, c(0.05, 0.25, 0.5, 0.75, 0.95), names = FALSE)
  smooth <- loess(y ~ x, data.frame(y = y, x = one$first), degree = 1, span = 0.75, surface = "direct")
  list(
    name = one$name,
    first = as.numeric(ci.auc(first, method = "delong")),
    second = as.numeric(ci.auc(second, method = "delong")),
    z = unname(test$statistic), p_value = test$p.value,
    slope = unname(c(coef(free)[2], confint.default(free)[2, ])),
    free_intercept = unname(c(coef(free)[1], confint.default(free)[1, ])),
    intercept = unname(c(coef(large), confint.default(large))),
    smooth_at = at, smooth = predict(smooth, data.frame(x = at))
  )
})
header <- list(
  made_by = "Goldens/metrics.R",
  libraries = list(R = as.character(getRversion()), pROC = as.character(packageVersion("pROC"))),
  seed = "none: the cases are those of binary.json",
  tolerance = list(delong = 1e-10, glm = 1e-7, loess = 1e-6),
  reason = paste(
    "delong: rounding;",
    "glm: it stops when the deviance changes by less than 1e-14 of itself, the coefficients by about its root;",
    "loess: it lifts the farthest and nearest 0.1 % of a neighbourhood to weight 0 and 1"
  )
)
wilson <- do.call(rbind, lapply(list(c(0, 10), c(3, 17), c(50, 100), c(9, 9), c(193, 1272)), function(v) {
  exact <- binom.test(v[1], v[2])$conf.int
  score <- suppressWarnings(prop.test(v[1], v[2], correct = FALSE)$conf.int)
  c(v, score, exact)
}))
writeLines(toJSON(
  list(header = header, cases = judged, proportions = wilson), auto_unbox = TRUE, digits = NA, pretty = TRUE
), "metrics/binary_r.json")
