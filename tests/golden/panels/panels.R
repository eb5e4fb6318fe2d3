# Golden numbers of tests/statistics/test_panels.py. Run in this folder:
#   Rscript panels.R > panels.log 2>&1
# Debian packages r-base-core, r-cran-plm, r-cran-clubsandwich, r-cran-sandwich; versions stand in the log.
suppressMessages({library(plm); library(clubSandwich); library(sandwich)})
print(R.version.string)
for (name in c("plm", "clubSandwich", "sandwich")) cat(name, as.character(packageVersion(name)), "\n")
cells <- pdata.frame(read.csv("panel.csv"), index = c("region", "year"))
formula <- value ~ education_percent
regions <- as.character(index(cells)[[1]])
steps <- na.omit(data.frame(
  region = regions,
  year = as.character(index(cells)[[2]]),
  value = as.numeric(diff(cells$value)),
  education_percent = as.numeric(diff(cells$education_percent))
))
fits <- list(
  pooled = plm(formula, cells, model = "pooling"),
  region_effects = plm(formula, cells, model = "within", effect = "individual"),
  region_year_effects = plm(formula, cells, model = "within", effect = "twoways"),
  first_differences = lm(value ~ education_percent, data = steps),
  first_differences_year_effects = lm(value ~ education_percent + year, data = steps)
)
rows <- data.frame()
add <- function(estimator, quantity, value) {
  cat(sprintf("%s,%s,%.15g\n", estimator, quantity, value))
  rows <<- rbind(rows, data.frame(estimator, quantity, value = sprintf("%.15g", value)))
}
for (estimator in names(fits)) {
  fit <- fits[[estimator]]
  add(estimator, "slope", coef(fit)[["education_percent"]])
  add(estimator, "se_classical", sqrt(vcov(fit)["education_percent", "education_percent"]))
  for (type in c("CR0", "CR1", "CR1S", "CR2")) {
    cluster <- if (inherits(fit, "plm")) "individual" else steps$region
    covariance <- vcovCR(fit, cluster = cluster, type = type)
    test <- coef_test(fit, vcov = covariance, test = "Satterthwaite")
    row <- test[rownames(test) == "education_percent", ]
    add(estimator, paste0("se_", tolower(type)), row$SE)
    if (type == "CR2") {
      add(estimator, "df_cr2", row$df_Satt)
      add(estimator, "p_cr2", row$p_Satt)
    }
  }
  if (inherits(fit, "plm")) {
    longest <- length(unique(index(fit$model)[[2]])) - 1
    scc <- vcovSCC(fit, type = "HC0", maxlag = longest)
    add(estimator, "se_driscoll_kraay", sqrt(scc["education_percent", "education_percent"]))
  }
}
add("first_differences", "slope_plm", coef(plm(formula, cells, model = "fd"))[["education_percent"]])
line <- lm(value ~ education_percent, data = as.data.frame(cells)[1:9, ])
add("line", "slope", coef(line)[[2]])
add("line", "se_classical", sqrt(vcov(line)[2, 2]))
add("line", "se_hc3", sqrt(vcovHC(line, type = "HC3")[2, 2]))
add("line", "se_bartlett",
    sqrt(NeweyWest(line, lag = 8, prewhite = FALSE, adjust = FALSE)[2, 2]))
write.csv(rows, "panels.csv", row.names = FALSE, quote = FALSE)
