# Golden numbers of tests/statistics/test_panels_of_regions.py: panels of the regions of Russia, 2005-2013, as the
# study reads them (regions.csv: real income per capita, which changes method in 2013, and technologies developed).
# Run in this folder:
#   Rscript regions.R > regions.log 2>&1
# Debian packages r-base-core, r-cran-plm, r-cran-clubsandwich, r-cran-sandwich; versions stand in the log.
suppressMessages({library(plm); library(clubSandwich); library(sandwich)})
print(R.version.string)
for (name in c("plm", "clubSandwich", "sandwich")) cat(name, as.character(packageVersion(name)), "\n")
rows <- data.frame()
add <- function(outcome, estimator, quantity, value) {
  cat(sprintf("%s,%s,%s,%.15g\n", outcome, estimator, quantity, value))
  rows <<- rbind(rows, data.frame(outcome, estimator, quantity, value = sprintf("%.15g", value)))
}
changes <- function(cells) {
  cells <- cells[order(cells$region, cells$year), ]
  n <- nrow(cells)
  now <- cells[-1, ]
  before <- cells[-n, ]
  kept <- now$region == before$region & now$year - before$year == 1 & now$is_break == 0
  data.frame(
    region = now$region, district = now$district, year = now$year,
    y = now$y - before$y, education_percent = now$education_percent - before$education_percent
  )[kept, ]
}
all <- read.csv("regions.csv")
for (outcome in unique(all$outcome)) {
  cells <- all[all$outcome == outcome, ]
  cells$y <- if (outcome == "adv_tech_developed") cells$value else log(cells$value)
  steps <- changes(cells)
  # Effects as columns of lm, so that one formula holds for every kind of cluster; plm checks the slopes.
  data <- list(
    pooled = cells, region_effects = cells, region_year_effects = cells,
    first_differences = steps, first_differences_year_effects = steps
  )
  formulas <- list(
    pooled = y ~ education_percent,
    region_effects = y ~ education_percent + factor(region),
    region_year_effects = y ~ education_percent + factor(region) + factor(year),
    first_differences = y ~ education_percent,
    first_differences_year_effects = y ~ education_percent + factor(year)
  )
  for (estimator in names(formulas)) {
    own <- data[[estimator]]
    fit <- lm(formulas[[estimator]], data = own)
    add(outcome, estimator, "n", nobs(fit))
    add(outcome, estimator, "slope", coef(fit)[["education_percent"]])
    add(outcome, estimator, "se_classical", sqrt(vcov(fit)["education_percent", "education_percent"]))
    for (level in c("region", "district")) {
      covariance <- vcovCR(fit, cluster = own[[level]], type = "CR2")
      test <- coef_test(fit, vcov = covariance, test = "Satterthwaite", coefs = "education_percent")
      add(outcome, estimator, paste0("se_cr2_", level), test$SE)
      add(outcome, estimator, paste0("df_cr2_", level), test$df_Satt)
      add(outcome, estimator, paste0("p_cr2_", level), test$p_Satt)
    }
    # Without (n-1)/(n-k), whose k depends on how effects are taken out.
    one <- vcovCL(fit, cluster = own$region, type = "HC0", cadjust = TRUE)
    add(outcome, estimator, "se_region_hc0", sqrt(one["education_percent", "education_percent"]))
    two <- vcovCL(fit, cluster = own[c("region", "year")], type = "HC0", cadjust = TRUE)
    add(outcome, estimator, "variance_region_year_hc0", two["education_percent", "education_percent"])
  }
  panel <- pdata.frame(cells, index = c("region", "year"))
  for (effect in c("individual", "twoways")) {
    within <- plm(y ~ education_percent, panel, model = "within", effect = effect)
    name <- if (effect == "individual") "region_effects" else "region_year_effects"
    add(outcome, name, "slope_plm", coef(within)[["education_percent"]])
    add(outcome, name, "se_plm", sqrt(vcov(within)["education_percent", "education_percent"]))
  }
}
write.csv(rows, "regions_numbers.csv", row.names = FALSE, quote = FALSE)
