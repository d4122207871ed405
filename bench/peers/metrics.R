# pROC's side of the metrics benchmark: metrics.R FOLDER DRAWS.
suppressPackageStartupMessages(library(pROC))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
draws <- as.integer(arguments[2])
n <- file.size(file.path(folder, "outcomes.u8"))
scores <- readBin(file.path(folder, "scores.f64"), "double", n)
outcomes <- readBin(file.path(folder, "outcomes.u8"), "integer", n, size = 1, signed = FALSE)
timed <- function(name, work, repeats, scale = 1) {
  best <- c(Inf, Inf)
  for (run in seq_len(repeats)) {
    taken <- system.time(answer <- work())
    if (taken["elapsed"] < best[1]) best <- c(taken["elapsed"], taken["user.self"] + taken["sys.self"])
  }
  sprintf("%s\t%.4f\t%.4f\t%.10f", name, best[1] * scale, best[2] * scale, answer)
}
set.seed(1)
curve <- function() roc(outcomes, scores, direction = "<", quiet = TRUE)
lines <- c(
  timed("auroc", function() as.numeric(auc(curve())), 3),
  timed("delong", function() as.numeric(ci.auc(curve(), method = "delong"))[1], 3),
  timed("bootstrap", function() as.numeric(
    ci.auc(curve(), method = "bootstrap", boot.n = draws, boot.stratified = FALSE, progress = "none")
  )[1], 1, 2000 / draws)
)
writeLines(lines, file.path(folder, "pROC.tsv"))
