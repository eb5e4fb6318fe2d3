# Golden numbers of tests/surveys/test_survey_tabulation.py and test_survey_groups.py.
# Run in this folder:  Rscript survey.R > survey.log 2>&1
# Debian packages r-base-core and r-cran-survey; versions stand in the log.
suppressMessages(library(survey))
print(R.version.string)
cat("survey", as.character(packageVersion("survey")), "\n")
cells <- read.csv("respondents.csv")
rows <- data.frame()
add <- function(case, quantity, value) {
  cat(sprintf("%s,%s,%.15g\n", case, quantity, value))
  rows <<- rbind(rows, data.frame(case, quantity, value = sprintf("%.15g", value)))
}
design <- svydesign(ids = ~1, weights = ~weight, data = cells)
cells$any <- cells$loans == 1 | cells$taxes == 1
cells$mentions <- ifelse(is.na(cells$loans), 0, cells$loans) + ifelse(is.na(cells$taxes), 0, cells$taxes)
design <- update(design, any = cells$any %in% TRUE, mentions = cells$mentions)

for (option in c("loans", "taxes")) {
  formula <- as.formula(paste0("~", option))
  answered <- subset(design, !is.na(cells[[option]]))
  mean <- svymean(formula, answered)
  add(paste0("answered.", option), "share", coef(mean)[[1]])
  add(paste0("answered.", option), "se", SE(mean)[[1]])
  limits <- confint(svyciprop(formula, answered, method = "xlogit"))
  add(paste0("answered.", option), "lower", limits[1])
  add(paste0("answered.", option), "upper", limits[2])
  filled <- update(design, ticked = ifelse(cells[[option]] %in% 1, 1, 0))
  limits <- confint(svyciprop(~ticked, subset(filled, any), method = "xlogit"))
  add(paste0("ticked_any.", option), "lower", limits[1])
  add(paste0("ticked_any.", option), "upper", limits[2])
  ratio <- svyratio(~ticked, ~mentions, filled)
  add(paste0("mentions.", option), "share", coef(ratio)[[1]])
  add(paste0("mentions.", option), "se", SE(ratio)[[1]])
  test <- svychisq(as.formula(paste0("~", option, "+group")), subset(design, !is.na(cells[[option]])))
  add(paste0("rao_scott.", option), "statistic", test$statistic[[1]])
  add(paste0("rao_scott.", option), "p", test$p.value[[1]])
  table <- table(cells[[option]], cells$group)
  add(paste0("chi_square.", option), "p", suppressWarnings(chisq.test(table, correct = FALSE))$p.value)
  add(paste0("fisher.", option), "p", fisher.test(table)$p.value)
}
add("holm", "loans", p.adjust(c(0.01, 0.04, 0.03), "holm")[1])
write.csv(rows, "survey.csv", row.names = FALSE, quote = FALSE)
