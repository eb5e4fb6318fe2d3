# Golden numbers of tests/statistics/test_errors_in_regressor.py, test_noise_variance.py and test_power.py. Run in this folder:
#   Rscript reliability.R > reliability.log 2>&1
# Base R only; its version stands in the log. Sets of slopes are ends found by uniroot on the p-value of R's own tests,
# not the closed form; expectations are traces of whole matrices; the jackknife leaves the regions out one by one.
print(R.version.string)
rows <- data.frame()
add <- function(quantity, value) {
  cat(sprintf("%s,%.15g\n", quantity, value))
  rows <<- rbind(rows, data.frame(quantity, value = sprintf("%.15g", value)))
}
cells <- read.csv("panel.csv", stringsAsFactors = FALSE)
cells <- cells[order(cells$region, cells$year), ]
n <- nrow(cells)
follows <- which(cells$region[-1] == cells$region[-n] & diff(cells$year) == 1)
D <- matrix(0, length(follows), n)
D[cbind(seq_along(follows), follows + 1)] <- 1
D[cbind(seq_along(follows), follows)] <- -1
region <- cells$region[follows + 1]
year <- cells$year[follows + 1]
annihilator <- function(X) { Q <- qr.Q(qr(X))[, seq_len(qr(X)$rank)]; diag(nrow(X)) - Q %*% t(Q) }

# Noise variance of the panel.
M <- annihilator(model.matrix(~ region + factor(year)))
L <- outer(seq_along(region), seq_along(region), function(i, j)
  as.numeric(region[i] == region[j] & abs(year[i] - year[j]) == 1)) / 2
correlation <- function(phi) outer(seq_along(region), seq_along(region), function(i, j)
  ifelse(region[i] == region[j], phi^abs(year[i] - year[j]), 0))
r <- as.vector(M %*% D %*% cells$education_percent)
solved <- function(inside, phi) {
  K <- outer(inside, inside)
  expected <- sapply(list(correlation(phi), D %*% t(D)), function(S) {
    C <- M %*% S %*% M
    c(sum(diag(C) * inside), sum(C * L * K))
  })
  solve(expected, c(sum(r^2 * inside), sum(outer(r, r) * L * K)))
}
for (phi in c(0, -0.25, 0.5)) {
  found <- solved(rep(1, length(region)), phi)
  add(sprintf("panel_signal_variance_%g", phi), found[1])
  add(sprintf("panel_noise_variance_%g", phi), found[2])
}
names <- unique(region)
without <- sapply(names, function(one) solved(as.numeric(region != one), 0)[2])
G <- length(names)
add("panel_noise_error", sqrt((G - 1) / G * sum((without - mean(without))^2)))
noise <- solved(rep(1, length(region)), 0)[2]
influence <- sqrt((G - 1) / G) * (mean(without) - without)

# Corrected slope of the panel, changes with year effects: the scores of a slope are tested by t.test.
A <- annihilator(model.matrix(~ factor(year))) %*% D
dx <- as.vector(A %*% cells$education_percent)
dy <- as.vector(A %*% cells$value)
weights <- rowSums(A^2)
scores <- function(b) {
  own <- tapply(dx * dy, region, sum) - b * (tapply(dx^2, region, sum) - noise * tapply(weights, region, sum))
  as.vector(own + b * sum(weights) * influence[names(tapply(dx, region, sum))])
}
slope <- sum(dx * dy) / (sum(dx^2) - sum(weights) * noise)
add("panel_reliability", 1 - sum(weights) * noise / sum(dx^2))
add("panel_slope", slope)
root <- function(f, from, to) uniroot(f, c(from, to), tol = 1e-13)$root
p <- function(b) t.test(scores(b))$p.value
wide <- 20 * abs(slope)
add("panel_lower_95", root(function(b) p(b) - 0.05, slope - wide, slope))
add("panel_upper_95", root(function(b) p(b) - 0.05, slope, slope + wide))
add("panel_upper_limit", root(function(b) p(b) - 0.10, slope, slope + wide))
add("panel_p_value", p(0))

# Changes of the panel instrumented by the level two years before: just identified, tested by t.test on the scores.
two <- which(cells$region[-(1:2)] == cells$region[seq_len(n - 2)] & cells$year[-(1:2)] - cells$year[seq_len(n - 2)] == 2)
now <- two + 2
later <- factor(cells$year[now])
z <- residuals(lm(cells$education_percent[two] ~ later))
ix <- residuals(lm(I(cells$education_percent[now] - cells$education_percent[now - 1]) ~ later))
iy <- residuals(lm(I(cells$value[now] - cells$value[now - 1]) ~ later))
b <- tapply(z * ix, cells$region[now], sum); a <- tapply(z * iy, cells$region[now], sum)
add("instrument_f", t.test(as.vector(b))$statistic^2)
add("instrument_slope", sum(a) / sum(b))
for (one in c(-5, 0, 3)) add(sprintf("instrument_p_%d", one), t.test(as.vector(a - one * b))$p.value)

# One series: changes, noise variance given with an error; s2 of a slope is that of lm on a constant alone.
own <- cells[cells$region == "region_00", ]
x <- diff(own$education_percent); y <- diff(own$value); m <- length(x)
fit <- lm(y ~ x)
add("series_naive_slope", coef(fit)[["x"]])
add("series_naive_lower_95", confint(fit)["x", 1])
add("series_naive_upper_95", confint(fit)["x", 2])
add("series_naive_p_value", summary(fit)$coefficients["x", 4])
add("series_bound_direct", coef(fit)[["x"]])
add("series_bound_reverse", 1 / coef(lm(x ~ y))[["y"]])
E1 <- matrix(0, m, m + 1); E1[cbind(1:m, 1:m + 1)] <- 1; E1[cbind(1:m, 1:m)] <- -1
A1 <- annihilator(matrix(1, m, 1)) %*% E1
K <- A1 %*% t(A1)
given <- 0.05; error <- 0.01
ax <- as.vector(A1 %*% own$education_percent); ay <- as.vector(A1 %*% own$value)
statistic <- function(b) {
  s2 <- summary(lm(I(y - b * x) ~ 1))$sigma^2
  v <- s2 * sum(ax^2) + b^2 * (given * (drop(t(ax) %*% K %*% ax) - sum(diag(K)) / (m - 1) * sum(ax^2)) +
    given^2 * sum(K^2) + sum(diag(K))^2 * error^2)
  moment <- sum(ax * ay) - b * (sum(ax^2) - sum(diag(K)) * given)
  q <- moment^2 / v
  q * (m - 2) / (m - 1 - q)
}
slope <- sum(ax * ay) / (sum(ax^2) - sum(diag(K)) * given)
add("series_reliability", 1 - sum(diag(K)) * given / sum(ax^2))
add("series_slope", slope)
bound <- function(level) qt(level, m - 2)^2
wide <- 20 * abs(slope)
add("series_lower_95", root(function(b) statistic(b) - bound(0.975), slope - wide, slope))
add("series_upper_95", root(function(b) statistic(b) - bound(0.975), slope, slope + wide))
add("series_upper_limit", root(function(b) statistic(b) - bound(0.95), slope, slope + wide))

# Noise variance of one series, its error as that of a quadratic form of normal changes.
M1 <- annihilator(matrix(1, m, 1)); L1 <- (abs(outer(1:m, 1:m, "-")) == 1) / 2
S1 <- E1 %*% t(E1)
expected <- sapply(list(diag(m), S1), function(S) { C <- M1 %*% S %*% M1; c(sum(diag(C)), sum(C * L1)) })
found <- solve(expected, c(sum(ax^2), sum(outer(ax, ax) * L1)))
add("series_signal_variance", found[1])
add("series_noise_variance", found[2])
W <- solve(expected)[2, 1] * diag(m) + solve(expected)[2, 2] * L1
C <- M1 %*% (max(found[1], 0) * diag(m) + max(found[2], 0) * S1) %*% M1
add("series_noise_error", sqrt(2 * sum(diag(W %*% C %*% W %*% C))))

# Power of two-sided t-tests, both tails.
for (df in c(1, 7, 79, 1000)) {
  power <- function(ratio) { t <- qt(0.975, df); pt(t, df, ratio, lower.tail = FALSE) + pt(-t, df, ratio) }
  add(sprintf("power_2_%d", df), power(2))
  add(sprintf("smallest_80_%d", df), uniroot(function(ratio) power(ratio) - 0.8, c(0.1, 30), tol = 1e-12)$root)
}
write.csv(rows, "reliability.csv", row.names = FALSE, quote = FALSE)
