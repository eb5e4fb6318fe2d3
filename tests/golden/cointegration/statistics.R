# Golden numbers of tests/statistics/test_cointegration.py. Run in this folder:
#   Rscript statistics.R > statistics.log 2>&1
# regions.csv: share of employed with higher education (per cent) and logarithm of income per head of ten regions,
# 2005-2013, five cells taken out so that there are gaps. Debian package r-base-core; its version stands in the log.
print(R.version.string)
cells <- read.csv("regions.csv")
# t of the change of the residuals on their level of the year before, consecutive years only, no constant, no lags.
dickey_fuller <- function(own, formula) {
  residuals <- resid(lm(formula, data = own))
  follows <- which(diff(own$year) == 1)
  level <- residuals[follows]
  change <- residuals[follows + 1] - level
  summary(lm(change ~ 0 + level))$coefficients[1, "t value"]
}
rows <- do.call(rbind, lapply(split(cells, cells$region), function(own) {
  own <- own[order(own$year), ]
  data.frame(
    region = own$region[1],
    constant = dickey_fuller(own, log_income ~ education),
    trend = dickey_fuller(own, log_income ~ education + year)
  )
}))
print(rows, digits = 15, row.names = FALSE)
rows$constant <- sprintf("%.15g", rows$constant)
rows$trend <- sprintf("%.15g", rows$trend)
write.csv(rows, "statistics.csv", row.names = FALSE, quote = FALSE)
