// Codes of regions under other weights, tau and n, computed in the page: one global, `regioncodesTrial`.
//
// The method is that of regioncodes/codes: codes.py (indicators to a code), derivatives/gaussian_process.py,
// joint_process.py, mixtures.py and joint_bands.py (posterior and bands), readings.py (formulas); references stand there.
// Matrices are Float64Array, row by row; G grid points, n observed years, m = n - 2 contrasts, T target years.
"use strict";
const regioncodesTrial = (() => {
const PROBABILITY = 0.95, ROUNDING = 1e-12, HAIR = 1e-9, TOLERANCE = 1e-12, MOST_STEPS = 100, NODES = 64;
const FEWEST_POINTS = 5, FEWEST_DEGREES = 3, ORDERS = 3;
const READINGS = ["sum", "memory", "literal", "elapsed"];
const isNothing = (value, size, share) => Math.abs(value) <= share * size;
const range = count => Array.from({length: count}, (_, place) => place);
const dot = (first, second) => { let sum = 0; for (let k = 0; k < first.length; k++) sum += first[k] * second[k]; return sum; };

// Student t of whole degrees of freedom (mixtures.py).

// Probability of less than sqrt(degrees) tan(angle) less that of more: Abramowitz and Stegun (1964), eq. 26.7.3-4.
function area(sine, cosine2, degrees) {
  let total = 1;
  for (let power = degrees - 3; power > 0; power -= 2) total = 1 + total * cosine2 * (power / (power + 1));
  if (degrees % 2 === 0) return sine * total;
  // Not the arc sine: near one it would lose half of the digits.
  const cosine = Math.sqrt(cosine2), angle = Math.atan2(sine, cosine);
  return 2 / Math.PI * (degrees === 1 ? angle : angle + sine * cosine * total);
}
function halfPower(base, exponent) {
  let result = exponent % 2 ? Math.sqrt(base) : 1, left = exponent >> 1;
  while (left) { if (left % 2) result *= base; base *= base; left >>= 1; }
  return result;
}
const below = (t, degrees) => (1 + area(t / Math.sqrt(t * t + degrees), degrees / (t * t + degrees), degrees)) / 2;
// Gamma((degrees + 1) / 2) / Gamma(degrees / 2) / sqrt(pi).
function height(degrees) {
  let found = degrees % 2 ? 1 / Math.PI : 0.5;
  for (let k = degrees % 2 ? 1 : 2; k < degrees; k += 2) found *= (k + 1) / k;
  return found;
}
const densities = new Map();
function heightOf(degrees) {
  if (!densities.has(degrees)) densities.set(degrees, height(degrees));
  return densities.get(degrees);
}
// A root of a rising function in a bracket: Newton's step, or the middle where the step would leave it.
function root(at, low, high, start, smallest) {
  let value = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const [gap, slope] = at(value);
    if (gap < 0) low = value; else high = value;
    const newton = value - gap / slope;
    const following = newton >= low && newton <= high ? newton : (low + high) / 2;
    const moved = Math.abs(following - value);
    value = following;
    if (!(moved > smallest(value))) break;
  }
  return value;
}
function studentQuantile(probability, degrees) {
  if (probability === 0.5) return 0;
  if (probability > 0.5) return -studentQuantile(1 - probability, degrees);
  let low = -1;
  while (below(low, degrees) > probability) low *= 2;
  const constant = heightOf(degrees) / Math.sqrt(degrees);
  const at = t => [below(t, degrees) - probability, constant * halfPower(degrees / (t * t + degrees), degrees + 1)];
  return root(at, low, 0, low / 2, value => 1e-15 * Math.abs(value));
}
// Quantile of a mixture of Student t: weights G, mean and scale G × F, of the quantity at `place` of F.
function mixtureQuantile(mixture, place, probability) {
  const {weights, mean, scale, degrees, count} = mixture, size = weights.length;
  const t = studentQuantile(probability, degrees), constant = heightOf(degrees);
  let low = Infinity, high = -Infinity, start = 0, widest = 0;
  for (let g = 0; g < size; g++) {
    const own = scale[g * count + place], end = mean[g * count + place] + t * own;
    low = Math.min(low, end); high = Math.max(high, end); widest = Math.max(widest, own);
    start += weights[g] * end;
  }
  const at = value => {
    let under = 0, density = 0;
    for (let g = 0; g < size; g++) {
      const own = scale[g * count + place], gap = value - mean[g * count + place], spread = degrees * own * own;
      const length = gap * gap + spread || 1, far = Math.sqrt(length), cosine2 = spread / length;
      under += weights[g] * (1 + area(gap / far, cosine2, degrees)) / 2;
      density += weights[g] * constant * halfPower(cosine2, degrees) / far;
    }
    return [under - probability, density];
  };
  return root(at, low, high, start, () => TOLERANCE * widest);
}

// Matrices.

// A times B, rows × inner and inner × columns.
function product(a, b, rows, inner, columns) {
  const found = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let k = 0; k < inner; k++) {
    const value = a[i * inner + k];
    if (value !== 0) for (let j = 0; j < columns; j++) found[i * columns + j] += value * b[k * columns + j];
  }
  return found;
}
function transposed(a, rows, columns) {
  const found = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) found[j * rows + i] = a[i * columns + j];
  return found;
}
// Householder's triangle of a tall matrix, and the columns `from` to `to` of the orthogonal matrix before it.
function triangleAndBasis(matrix, rows, columns, from, to) {
  const a = transposed(matrix, rows, columns), mirrors = [];
  const reflect = (mirror, column, start) => {
    let sum = 0;
    for (let i = start; i < rows; i++) sum += mirror[i] * column[i];
    for (let i = start; i < rows; i++) column[i] -= 2 * sum * mirror[i];
  };
  for (let k = 0; k < columns; k++) {
    const mirror = a.slice(k * rows, (k + 1) * rows).fill(0, 0, k);
    mirror[k] += (mirror[k] < 0 ? -1 : 1) * Math.sqrt(dot(mirror, mirror));
    const length = Math.sqrt(dot(mirror, mirror)) || 1;
    for (let i = k; i < rows; i++) mirror[i] /= length;
    for (let j = k; j < columns; j++) reflect(mirror, a.subarray(j * rows, (j + 1) * rows), k);
    mirrors.push(mirror);
  }
  const triangle = new Float64Array(columns * columns), basis = new Float64Array(rows * (to - from));
  for (let i = 0; i < columns; i++) for (let j = i; j < columns; j++) triangle[i * columns + j] = a[j * rows + i];
  for (let j = from; j < to; j++) {
    const column = new Float64Array(rows);
    column[j] = 1;
    for (let k = columns - 1; k >= 0; k--) reflect(mirrors[k], column, k);
    for (let i = 0; i < rows; i++) basis[i * (to - from) + j - from] = column[i];
  }
  return {triangle, basis};
}
// The transpose of the inverse of an upper triangle.
function inverseTransposed(triangle, size) {
  const found = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    found[i * size + i] = 1 / triangle[i * size + i];
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += found[k * size + j] * triangle[k * size + i];
      found[i * size + j] = -sum / triangle[i * size + i];
    }
  }
  return found;
}
function logDeterminant(matrix, size) {  // of a positive definite matrix
  const a = matrix.slice();
  let found = 0;
  for (let k = 0; k < size; k++) {
    found += Math.log(Math.abs(a[k * size + k]));
    for (let i = k + 1; i < size; i++) {
      const factor = a[i * size + k] / a[k * size + k];
      for (let j = k; j < size; j++) a[i * size + j] -= factor * a[k * size + j];
    }
  }
  return found;
}

// What the years alone decide (gaussian_process.py): made once for each pattern of years.
const geometric = ([low, high], count) => range(count).map(k => k === 0 ? low : k === count - 1 ? high : low * (high / low) ** (k / (count - 1)));
function features(times, length, count) {  // f, f' and f'' in turn, 3 T × K
  const wide = count + ORDERS - 1, found = new Float64Array(ORDERS * times.length * count);
  times.forEach((time, row) => {
    const u = time / length;
    let level = new Float64Array(wide);
    level[0] = Math.exp(-u * u / 2);
    for (let k = 1; k < wide; k++) level[k] = level[k - 1] * u / Math.sqrt(k);
    for (let order = 0; order < ORDERS; order++) {
      found.set(level.subarray(0, count), (order * times.length + row) * count);
      level = level.map((_, k) => (Math.sqrt(k) * (level[k - 1] ?? 0) - Math.sqrt(k + 1) * (level[k + 1] ?? 0)) / length);
    }
  });
  return found;
}
const patterns = new Map();
function prepared(observed, targets, derivative) {
  const key = JSON.stringify([observed, targets, derivative]);
  if (patterns.size > 7) patterns.clear();
  if (!patterns.has(key)) patterns.set(key, patternOf(observed, targets, derivative));
  return patterns.get(key);
}
function patternOf(observed, targets, derivative) {
  const n = observed.length, m = n - 2, T = targets.length, rows = ORDERS * T;
  const middle = observed.reduce((sum, year) => sum + year, 0) / n;
  const times = observed.map(year => year - middle), points = targets.map(year => year - middle);
  const squared = dot(times, times), line = new Float64Array(rows * n);
  for (let i = 0; i < T; i++) for (let j = 0; j < n; j++) {
    line[i * n + j] = 1 / n + points[i] * times[j] / squared;
    line[(T + i) * n + j] = times[j] / squared;
  }
  const trend = Float64Array.from(times.flatMap(time => [1, time]));
  const contrasts = triangleAndBasis(trend, n, 2, 2, n).basis;  // n × m
  const across = transposed(contrasts, n, m);
  const farthest = Math.max(...times.map(Math.abs), ...points.map(Math.abs)) / Math.min(...derivative.length_scale_years);
  const K = Math.trunc(farthest ** 2 + 8 * farthest + 20), R = K + n;
  const grid = [], ratios = geometric(derivative.noise_to_signal, derivative.grid);
  for (const length of geometric(derivative.length_scale_years, derivative.grid)) {
    const atPoints = features(points, length, K), atTimes = features(times, length, K).subarray(0, n * K);
    const curve = product(transposed(atTimes, n, K), contrasts, K, n, m), followed = product(line, atTimes, rows, n, K);
    const error = atPoints.map((value, place) => value - followed[place]);
    for (const ratio of ratios) {
      const tall = new Float64Array(R * m);
      tall.set(curve);
      contrasts.forEach((value, place) => { tall[K * m + place] = ratio * value; });
      const {triangle, basis} = triangleAndBasis(tall, R, m, 0, m);
      const whitening = inverseTransposed(triangle, m);
      const smoother = product(product(error, basis.subarray(0, K * m), rows, K, m), whitening, rows, m, m);
      const mean = product(smoother, across, rows, m, n).map((value, place) => value + line[place]);
      const fitted = product(mean, atTimes, rows, n, K), half = new Float64Array(rows * R);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < K; k++) half[i * R + k] = atPoints[i * K + k] - fitted[i * K + k];
        for (let j = 0; j < n; j++) half[i * R + K + j] = -ratio * mean[i * n + j];
      }
      const logDiagonal = range(m).reduce((sum, k) => sum + Math.log(Math.abs(triangle[k * m + k])), 0);
      grid.push({whitening, smoother, half, logDeterminant: 2 * logDiagonal});
    }
  }
  return {n, m, T, R, line, contrasts, grid, sums: new Map(), critical: new Map()};
}

// Sums over time of one derivative (joint_process.py): weights F × T, and which F have all the years of their window.
function functionals(pattern, weights, order) {
  const {n, m, T, R, line, grid} = pattern, F = weights.length / T;
  const part = (matrix, columns) => product(weights, matrix.subarray(order * T * columns, (order + 1) * T * columns), F, T, columns);
  const level = range(F).map(f => order === 0 ? weights.subarray(f * T, (f + 1) * T).reduce((sum, weight) => sum + weight, 0) : 0);
  return {F, level, line: part(line, n), points: grid.map(point => {
    const half = part(point.half, R), row = f => half.subarray(f * R, (f + 1) * R);
    const variance = range(F).map(f => dot(row(f), row(f)));
    const neighbours = range(F).map(f => f ? dot(row(f - 1), row(f)) / Math.sqrt(variance[f - 1] * variance[f]) : NaN);
    return {smoother: part(point.smoother, m), variance, neighbours};
  })};
}

// Bands that hold in all years together (joint_bands.py).
const legendre = (() => {
  const nodes = [], shares = [];
  for (let k = 0; k < NODES; k++) {
    let x = -Math.cos(Math.PI * (k + 0.75) / (NODES + 0.5)), slope = 1;
    for (let step = 0; step < 8; step++) {
      let before = 1, now = x;
      for (let j = 2; j <= NODES; j++) [before, now] = [now, ((2 * j - 1) * x * now - (j - 1) * before) / j];
      slope = NODES * (before - x * now) / (1 - x * x);
      x -= now / slope;
    }
    nodes.push(x); shares.push(2 / ((1 - x * x) * slope * slope));
  }
  return {nodes, shares};
})();
// The c beyond which the largest of several |T| lies with at most 0.05, by false position.
function criticalValue(neighbours, degrees) {
  const missed = 1 - PROBABILITY, between = neighbours.length - 1;
  const inverse = new Float64Array(neighbours.length * NODES);
  neighbours.forEach((correlation, pair) => {
    const angle = Math.acos(Math.min(1, Math.max(-1, correlation)));
    legendre.nodes.forEach((node, k) => {
      inverse[pair * NODES + k] = 1 / (degrees * Math.cos(angle / 2 - Math.PI / 4 * (1 - node)) ** 2);
    });
  });
  const single = c => 1 + area(-c / Math.sqrt(c * c + degrees), degrees / (c * c + degrees), degrees);
  const excess = c => {
    if (!neighbours.length) return single(c) - missed;
    let pairs = 0;
    for (let place = 0; place < inverse.length; place++)
      pairs += legendre.shares[place % NODES] / halfPower(1 + c * c * inverse[place], degrees);
    return pairs / 2 - between * single(c) - missed;
  };
  let low = -studentQuantile(missed / 2, degrees), high = -studentQuantile(missed / 2 / (neighbours.length + 1), degrees);
  let over = excess(low), under = excess(high), side = 0, middle = low;
  for (let step = 0; step < MOST_STEPS; step++) {
    const width = over - under;
    middle = low + (high - low) * (width > 0 ? over / width : 0.5);
    const found = excess(middle), isOver = found > 0 ? 1 : -1, again = isOver === side ? 0.5 : 1;
    if (isOver > 0) { low = middle; over = found; under *= again; } else { high = middle; under = found; over *= again; }
    side = isOver;
    if (isNothing(found, missed, ROUNDING)) break;
  }
  return middle;
}

// Readings of the formulas (readings.py): weights of the years back, and of a year's sum over the T years inside.
function weightsByLag(reading, {periods, memory}) {
  const count = periods + 1;
  if (reading === "sum") return [1];
  return range(count).map(lag => ({literal: 1, memory: Math.exp(-lag / memory), elapsed: (count - lag) / count})[reading]);
}
function sumsOf(pattern, reading, settings, lowest) {
  const byLag = weightsByLag(reading, settings), {T, sums} = pattern, key = JSON.stringify([reading, byLag, lowest]);
  if (sums.size > 32) sums.clear();
  if (sums.has(key)) return sums.get(key);
  const weights = new Float64Array(T * T);
  for (let year = 0; year < T; year++)
    for (let lag = 0; lag < byLag.length && lag <= year; lag++) weights[year * T + year - lag] = byLag[lag];
  const own = functionals(pattern, weights, reading === "sum" ? lowest : lowest + 1);
  sums.set(key, {...own, whole: byLag.length - 1, used: year => Math.min(year + 1, byLag.length), levels: new Map()});
  return sums.get(key);
}
// One less the probability of one band, by grid point; whole: the first of the sums with all its years.
function pointwiseLevels(sums, degrees) {
  if (!sums.levels.has(degrees))
    sums.levels.set(degrees, sums.points.map(({neighbours}) => 2 * below(-criticalValue(neighbours.slice(sums.whole + 1), degrees), degrees)));
  return sums.levels.get(degrees);
}

// From indicators to a code (codes.py), linked: a year's value, NaN where there is none.
function codeValues(code, unit, weights, minimum, count) {
  const scores = code.terms.map(term => term.scores[unit]), left = code.terms.map(term => term.left_out[unit]);
  const found = new Array(count).fill(NaN);
  let before = NaN, ended = false;
  for (let year = 0; year < count; year++) {
    let present = 0, mass = 0, mean = 0, moved = 0, step = 0, changes = 0, broken = 0;
    scores.forEach((own, term) => {
      const value = own[year], weight = weights[term];
      if (value === null) return;
      present += 1; mass += Math.abs(weight); mean += weight * value;
      if (!year || own[year - 1] === null) return;
      changes += 1;
      if (left[term].includes(year)) { broken += 1; return; }
      moved += Math.abs(weight); step += weight * (value - own[year - 1]);
    });
    ended = ended || (broken > 0 && broken === changes);
    const isDefined = present >= minimum && mass > 0;
    before = !isDefined ? NaN : Number.isNaN(before) || !moved ? mean / mass : before + step / moved;
    found[year] = ended ? NaN : before;
  }
  return found;
}

// The posterior of one unit (joint_units.py and joint_process.py), or why there is none.
function posterior(values, years, derivative) {
  const finite = values.map(code => code.filter(Number.isFinite));
  if (finite.some(code => code.length < FEWEST_POINTS)) return {status: "too_few_years"};
  const highest = finite.map(code => Math.max(...code));
  const constant = finite.map((code, p) => isNothing(highest[p] - Math.min(...code), Math.max(...code.map(Math.abs)), ROUNDING));
  const common = range(years.length).filter(year => values.every(code => Number.isFinite(code[year])));
  if (common.length < FEWEST_DEGREES + 2) return {status: "too_few_years"};
  const inside = range(years.length).filter(year => year >= common[0] && year <= common[common.length - 1]);
  const pattern = prepared(common.map(year => years[year]), inside.map(year => years[year]), derivative);
  const {n, m, contrasts, grid} = pattern, p = values.length, column = code => code.map(row => row);
  const own = values.map((code, place) => common.map(year => constant[place] ? highest[place] : code[year]));
  const parts = own.map(code => product(Float64Array.from(column(code), value => value - code[0]), contrasts, 1, n, m));
  const sizes = parts.map(part => Math.sqrt(dot(part, part)));
  const moving = range(p).filter(code => !isNothing(sizes[code], Math.max(...own[code].map(Math.abs)), ROUNDING));
  const count = moving.length, degrees = m - Math.max(count, 1) + 1;
  if (degrees < FEWEST_DEGREES) return {status: "too_few_years"};
  const directions = moving.map(code => parts[code].map(value => value / sizes[code]));
  const stacked = transposed(Float64Array.from(directions.flatMap(own => [...own])), count, m);
  const {triangle} = triangleAndBasis(stacked, m, count, 0, 0);
  // The least singular value is no larger than any of the diagonal, and of codes that are sums of each other zero.
  if (moving.some((_, k) => isNothing(triangle[k * count + k], 1, HAIR))) return {status: "made_of_other_codes"};
  const total = new Float64Array(m);
  for (const code of moving) parts[code].forEach((value, k) => { total[k] += value; });
  const squares = [], likelihood = grid.map(point => {
    const white = product(point.whitening, stacked, m, m, count), whole = product(point.whitening, total, m, m, 1);
    squares.push(dot(whole, whole));
    const inner = product(transposed(white, m, count), white, count, m, count);
    return -0.5 * (count * point.logDeterminant + m * logDeterminant(inner, count));
  });
  const most = Math.max(...likelihood), weights = likelihood.map(value => Math.exp(value - most));
  const mass = weights.reduce((sum, weight) => sum + weight, 0);
  return {status: constant.includes(true) ? "constant_code" : "estimated", pattern, degrees, squares, total, inside,
    weights: weights.map(weight => weight / mass), series: common.map((_, year) => own.reduce((sum, code) => sum + code[year], 0))};
}
function mixtureOf({pattern, degrees, squares, total, weights, series}, sums) {
  const {n, m} = pattern, {F, line, level, points} = sums;
  const mean = new Float64Array(weights.length * F), scale = new Float64Array(weights.length * F);
  const straight = product(line, Float64Array.from(series, value => value - series[0]), F, n, 1);
  points.forEach(({smoother, variance}, g) => {
    const curve = product(smoother, total, F, m, 1);
    for (let f = 0; f < F; f++) {
      mean[g * F + f] = straight[f] + series[0] * level[f] + curve[f];
      scale[g * F + f] = Math.sqrt(squares[g] * variance[f] / degrees);
    }
  });
  return {weights, mean, scale, degrees, count: F};
}
// One reading of one unit: by year of the study estimate, bands where they are shown, and whether its sum is whole.
function estimates(own, sums, years, isShown) {
  const mixture = mixtureOf(own, sums), tail = (1 - PROBABILITY) / 2, hasBand = own.status !== "constant_code";
  const level = sums.whole < sums.F && hasBand ? dot(own.weights, pointwiseLevels(sums, own.degrees)) : NaN;
  const found = years.map(() => ({estimate: NaN, lower: NaN, upper: NaN, joint_lower: NaN, joint_upper: NaN, used: 0, whole: false}));
  own.inside.forEach((year, f) => {
    const line = found[year];
    line.estimate = own.weights.reduce((sum, weight, g) => sum + weight * mixture.mean[g * sums.F + f], 0);
    line.used = sums.used(f); line.whole = f >= sums.whole;
    if (!hasBand || !isShown(year)) return;
    line.lower = mixtureQuantile(mixture, f, tail); line.upper = mixtureQuantile(mixture, f, 1 - tail);
    if (!line.whole) return;
    line.joint_lower = mixtureQuantile(mixture, f, level / 2); line.joint_upper = mixtureQuantile(mixture, f, 1 - level / 2);
  });
  return found;
}

const studySettings = data => ({
  weights: data.codes.map(code => code.terms.map(() => 1)), periods: data.formulas.periods, memory: data.formulas.memory_years,
});
// By unit: status, and by reading a line for every year. settings: weights as multiples of the study's, periods n, memory tau.
// isShown(unit, year): whose bands are wanted; they take most of the time.
function results(data, settings, readings = READINGS, isShown = () => true) {
  return data.units.map((_, unit) => {
    const values = data.codes.map((code, place) => codeValues(code, unit,
      code.terms.map((term, k) => term.weight * settings.weights[place][k]), data.minimum_indicators, data.years.length));
    const own = posterior(values, data.years, data.derivative), found = {status: own.status, readings: {}};
    if (own.pattern) for (const reading of readings)
      found.readings[reading] = estimates(own, sumsOf(own.pattern, reading, settings, data.lowest_order), data.years, year => isShown(unit, year));
    return found;
  });
}
// Pairs of ranked units whose order differs from the study's in one year, of all pairs with an estimate in both.
function changedPairs(data, found, study, reading, year) {
  const at = (results, unit) => results[unit].readings[reading]?.[year].estimate ?? NaN;
  const known = range(data.units.length).filter(unit => data.units[unit].is_ranked && Number.isFinite(at(found, unit)) && Number.isFinite(at(study, unit)));
  let changed = 0, pairs = 0;
  known.forEach((first, place) => known.slice(place + 1).forEach(second => {
    const order = results => {
      const gap = at(results, first) - at(results, second);
      return isNothing(gap, Math.abs(at(results, first)) + Math.abs(at(results, second)), HAIR) ? 0 : Math.sign(gap);
    };
    pairs += 1;
    if (order(found) !== order(study)) changed += 1;
  }));
  return {changed, pairs};
}

// What is seen.

function printed(value, language, digits) {
  if (!Number.isFinite(value)) return "—";
  const text = new Intl.NumberFormat(language, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(Math.abs(value));
  return (value < 0 && /[1-9]/.test(text) ? "\u2212" : "") + text;
}
const plain = (value, language) => new Intl.NumberFormat(language, {maximumFractionDigits: 3}).format(value).replace("-", "\u2212");
function made(space) {
  return (name, attributes = {}, ...children) => {
    const found = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) found.setAttribute(key, value);
    found.append(...children);
    return found;
  };
}
const html = made("http://www.w3.org/1999/xhtml"), svg = made("http://www.w3.org/2000/svg");
// Ends of an axis that holds the values, and round ticks on it.
function axis(values, count) {
  const known = [...values.filter(Number.isFinite), 0], low = Math.min(...known), high = Math.max(...known);
  const raw = (high - low || 1) / count, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= raw);
  const first = Math.floor(low / step), last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = range(last - first + 1).map(place => (first + place) * step);
  return {ticks, digits: Math.max(0, -Math.floor(Math.log10(step) + HAIR)),
    share: value => 100 * (value - ticks[0]) / (ticks[ticks.length - 1] - ticks[0])};
}
const ENDS = ["estimate", "lower", "upper", "joint_lower", "joint_upper"];
const percent = value => `${value.toFixed(2)}%`;

// Bands of all units in one year: a row a unit, thin the joint band, thick the pointwise one, hollow the study's estimate.
function rowsPicture(names, lines, study, language, label) {
  const rowHeight = 36, bottom = names.length * rowHeight, {ticks, digits, share} = axis([...lines, ...study].flatMap(line => ENDS.map(end => line[end])), 4);
  const at = value => percent(4 + 0.92 * share(value)), picture = svg("svg", {class: "trial-rows", role: "img", "aria-label": label, width: "100%", height: bottom + 24});
  for (const tick of ticks) picture.append(
    svg("line", {class: tick === 0 ? "trial-zero" : "trial-grid", x1: at(tick), x2: at(tick), y1: 0, y2: bottom}),
    svg("text", {class: "trial-tick", x: at(tick), y: bottom + 16, "text-anchor": "middle"}, printed(tick, language, digits)));
  names.forEach((name, row) => {
    const line = lines[row], y = row * rowHeight + 26;
    picture.append(svg("text", {x: 0, y: y - 11}, name));
    for (const [low, high, kind] of [["joint_lower", "joint_upper", "joint"], ["lower", "upper", "pointwise"]])
      if (Number.isFinite(line[low])) picture.append(svg("line", {class: `trial-${kind}`, x1: at(line[low]), x2: at(line[high]), y1: y, y2: y}));
    if (Number.isFinite(study[row].estimate)) picture.append(svg("circle", {class: "trial-study", cx: at(study[row].estimate), cy: y, r: 6}));
    if (Number.isFinite(line.estimate)) picture.append(svg("circle", {class: "trial-estimate", cx: at(line.estimate), cy: y, r: 4}));
  });
  return picture;
}
// One unit over the years: outlined the joint band, filled the pointwise one, dashed the study's estimate.
function yearsPicture(years, lines, study, language, label) {
  const {ticks, digits, share} = axis([...lines, ...study].flatMap(line => ENDS.map(end => line[end])), 4);
  const x = place => 100 * (place + 0.5) / years.length, y = value => 100 - share(value);
  const runs = (from, key) => from.reduce((found, line, place) => {
    if (!Number.isFinite(line[key])) return [...found, []];
    found[found.length - 1].push(place);
    return found;
  }, [[]]).filter(run => run.length);
  const inner = svg("svg", {viewBox: "0 0 100 100", preserveAspectRatio: "none", x: 40, y: 8, width: "100%", height: 160});
  for (const tick of ticks) inner.append(svg("line", {class: tick === 0 ? "trial-zero" : "trial-grid", x1: 0, x2: 100, y1: y(tick), y2: y(tick)}));
  for (const [low, high, kind] of [["joint_lower", "joint_upper", "joint"], ["lower", "upper", "pointwise"]])
    for (const run of runs(lines, low)) {
      const corners = [...run.map(k => [k, high]), ...[...run].reverse().map(k => [k, low])];
      inner.append(svg("polygon", {class: `trial-${kind}`, points: corners.map(([k, end]) => `${x(k).toFixed(2)},${y(lines[k][end]).toFixed(2)}`).join(" ")}));
    }
  for (const [from, kind] of [[study, "study"], [lines, "estimate"]]) for (const run of runs(from, "estimate"))
    inner.append(svg("polyline", {class: `trial-${kind}`, points: run.map(k => `${x(k).toFixed(2)},${y(from[k].estimate).toFixed(2)}`).join(" ")}));
  const labels = svg("svg", {x: 40, y: 0, width: "100%", height: 200, overflow: "visible"});
  years.forEach((year, place) => { if (place % 3 === 0) labels.append(svg("text", {class: "trial-tick", x: percent(x(place)), y: 186, "text-anchor": "middle"}, String(year))); });
  return html("div", {class: "trial-years"}, svg("svg", {role: "img", "aria-label": label, width: "100%", height: 196},
    ...ticks.map(tick => svg("text", {class: "trial-tick", x: 34, y: 12 + 160 * y(tick) / 100, "text-anchor": "end"}, printed(tick, language, digits))), inner, labels));
}
function placesOf(data, found, reading, year) {
  const values = found.map((own, unit) => data.units[unit].is_ranked ? own.readings[reading]?.[year].estimate ?? NaN : NaN);
  return values.map(value => Number.isFinite(value) ? 1 + values.filter(other => other > value).length : NaN);
}
// Incomplete indicators with the years that some unit lacks: units, empty where all lack the same years.
function incomplete(data) {
  return data.codes.flatMap((code, place) => code.terms.flatMap((term, k) => {
    const missing = term.scores.map(own => data.years.filter((_, year) => own[year] === null).join(", "));
    const lists = [...new Set(missing.filter(Boolean))];
    return lists.map(years => ({place, k, years, units: missing.every(own => own === years) ? [] : range(missing.length).filter(unit => missing[unit] === years)}));
  }));
}

const kept = new WeakMap();
// The whole trial inside an element. data: of trial.trial_data. say: from a key (`site.trial.…`) to its text. A second
// call, as after a change of language, keeps what was chosen.
function mount(element, data, say, language) {
  const t = key => say(`site.trial.${key}`), names = data.names[language];
  if (!kept.has(element)) kept.set(element, {settings: studySettings(data), year: data.start_year, unit: 0, reading: "memory", study: {}});
  const state = kept.get(element), sliders = [];
  let waiting = 0, speaking = 0;
  const termName = (place, k) => names.terms[place][k], codeName = place => names.codes[place];

  function slider(id, title, values, own, get, set, shown) {
    const input = html("input", {type: "range", id: `trial-${id}`, min: 0, max: values.length - 1, step: 1}), output = html("output", {for: input.id});
    const refresh = () => {
      const text = shown(get()) + (own === null || get() === own ? "" : `; ${t("in_study")} ${plain(own, language)}`);
      input.value = values.indexOf(get()); output.textContent = text; input.setAttribute("aria-valuetext", text);
    };
    input.addEventListener("input", () => { set(values[input.value]); schedule(); });
    sliders.push(refresh);
    return html("div", {class: "trial-slider"}, html("label", {for: input.id}, title), output, input);
  }
  const share = (place, k) => {
    const sizes = data.codes[place].terms.map((term, j) => Math.abs(term.weight * state.settings.weights[place][j]));
    const sum = sizes.reduce((total, size) => total + size, 0);
    return sum ? `${printed(100 * sizes[k] / sum, language, 0)}${t("percent")}` : "—";
  };
  const weightSliders = data.codes.map((code, place) => html("fieldset", {}, html("legend", {}, codeName(place)),
    ...code.terms.map((_, k) => slider(`weight-${place}-${k}`, termName(place, k), data.scales.weight, 1,
      () => state.settings.weights[place][k], value => { state.settings.weights[place][k] = value; },
      value => `${plain(value, language)} (${share(place, k)})`))));
  const choice = (id, title, options, get, set) => {
    const select = html("select", {id: `trial-${id}`}, ...options.map(([value, text]) => html("option", {value}, text)));
    select.value = get();
    select.addEventListener("change", () => { set(select.value); schedule(); });
    return html("p", {}, html("label", {for: select.id}, title), " ", select);
  };
  const status = html("p", {class: "trial-status", role: "status", "aria-live": "polite"}), shown = html("div", {class: "trial-shown"});
  const reset = html("button", {type: "button"}, t("reset"));
  reset.addEventListener("click", () => { state.settings = studySettings(data); schedule(); });
  const controls = html("div", {class: "trial-controls"},
    html("fieldset", {}, html("legend", {}, t("formula")),
      choice("reading", t("reading"), READINGS.slice(1).map(reading => [reading, t(`reading.${reading}`)]), () => state.reading, value => { state.reading = value; }),
      slider("memory", t("memory_years"), data.scales.memory_years, data.formulas.memory_years, () => state.settings.memory, value => { state.settings.memory = value; }, value => plain(value, language)),
      slider("periods", t("periods"), data.scales.periods, data.formulas.periods, () => state.settings.periods, value => { state.settings.periods = value; }, value => plain(value, language)),
      html("p", {}, reset)),
    html("p", {class: "note"}, t("weights")), ...weightSliders);
  const gaps = incomplete(data).map(({place, k, years, units}) =>
    html("li", {}, `${termName(place, k)}: ${years}${units.length ? ` (${units.map(unit => names.units[unit]).join(", ")})` : ""}`));
  const about = [html("p", {}, t("intro")), ...(gaps.length ? [html("p", {class: "note"}, t("incomplete")), html("ul", {class: "note"}, ...gaps)] : [])];
  const looks = html("div", {class: "trial-looks"},
    slider("year", t("year"), range(data.years.length), null, () => state.year, value => { state.year = value; }, value => String(data.years[value])),
    choice("unit", t("unit"), names.units.map((name, unit) => [unit, name]), () => state.unit, value => { state.unit = Number(value); }));

  function table(caption, reading, found, lines, study) {
    const now = placesOf(data, found, reading, state.year), then = placesOf(data, state.study[reading], reading, state.year);
    const band = (line, low, high) => Number.isFinite(line[low]) ? `[${printed(line[low], language, 2)};\u00a0${printed(line[high], language, 2)}]` : "—";
    const heads = ["unit", "estimate", "pointwise", "joint", "study", "place"];
    return html("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": caption}, html("table", {"aria-label": caption},
      html("thead", {}, html("tr", {}, ...heads.map((head, place) => html("th", place ? {scope: "col", class: "number"} : {scope: "col"}, t(`column.${head}`))))),
      html("tbody", {}, ...lines.map((line, unit) => html("tr", {}, html("th", {scope: "row"}, names.units[unit]),
        ...[printed(line.estimate, language, 2), band(line, "lower", "upper"), band(line, "joint_lower", "joint_upper"),
          printed(study[unit].estimate, language, 2), data.units[unit].is_ranked ? `${printed(now[unit], language, 0)} (${printed(then[unit], language, 0)})` : "—"]
          .map(text => html("td", {class: "number"}, text)))))));
  }
  const blank = {estimate: NaN};
  function section(reading, found) {
    const title = reading === "sum" ? t("code_id") : `${t("code_nid")}, ${t(`reading.${reading}`)}`;
    const unitText = t(`unit.${data.lowest_order}`), at = (results, unit, year) => results[unit].readings[reading]?.[year] ?? blank;
    const lines = data.units.map((_, unit) => at(found, unit, state.year)), study = data.units.map((_, unit) => at(state.study[reading], unit, state.year));
    const all = results => data.years.map((_, year) => at(results, state.unit, year)), caption = `${title}, ${data.years[state.year]}, ${unitText}`;
    const notes = [lines.some(line => line.used && !line.whole) && t("short_window"), data.edges.includes(data.years[state.year]) && t("edge")].filter(Boolean);
    return html("section", {}, html("h3", {}, caption), ...notes.map(note => html("p", {class: "note"}, note)),
      rowsPicture(names.units, lines, study, language, `${caption}. ${t("rows_picture")}`), table(caption, reading, found, lines, study),
      html("h4", {}, `${names.units[state.unit]}, ${data.years[0]}–${data.years[data.years.length - 1]}, ${unitText}`),
      yearsPicture(data.years, all(found), all(state.study[reading]), language, `${title}, ${names.units[state.unit]}. ${t("years_picture")}`));
  }
  // In how many pairs of regions, of all, the order is another one: in the year shown, and in all years with whole sums.
  function order(reading, found) {
    const isWhole = (results, year) => results.some(own => own.readings[reading]?.[year].whole);
    const years = range(data.years.length).filter(year => isWhole(found, year) && isWhole(state.study[reading], year));
    const [here, all] = [[state.year], years].map(chosen => chosen.map(year => changedPairs(data, found, state.study[reading], reading, year))
      .reduce((sum, {changed, pairs}) => ({changed: sum.changed + changed, pairs: sum.pairs + pairs}), {changed: 0, pairs: 0}));
    const text = ({changed, pairs}) => `${changed} ${t("of")} ${pairs}`;
    if (!here.pairs && !all.pairs) return "";
    return ` ${t(reading === "sum" ? "code_id" : "code_nid")}: ${data.years[state.year]} — ${text(here)}, ${t("order_all")} — ${text(all)}.`;
  }
  function draw() {
    const began = performance.now(), readings = ["sum", state.reading];
    for (const reading of readings) state.study[reading] ??= results(data, studySettings(data), [reading]);
    const found = results(data, state.settings, readings, (unit, year) => unit === state.unit || year === state.year);
    element.dataset.milliseconds = (performance.now() - began).toFixed(1);
    sliders.forEach(refresh => refresh());
    const statuses = [...new Set(found.map(own => own.status))].filter(one => one !== "estimated");
    const without = statuses.map(one => `${names.units.filter((_, unit) => found[unit].status === one).join(", ")}: ${t(`status.${one}`)}.`);
    // Said once a slider rests: a screen reader would read every step of it.
    clearTimeout(speaking);
    speaking = setTimeout(() => status.replaceChildren([t("order"), ...readings.map(reading => order(reading, found))].join(""),
      ...without.flatMap(text => [html("br"), text])), element.dataset.drawn === language ? 300 : 0);
    shown.replaceChildren(...readings.map(reading => section(reading, found)));
    element.dataset.drawn = language;
  }
  function schedule() { waiting ||= setTimeout(() => { waiting = 0; draw(); }); }
  element.classList.add("trial");
  element.replaceChildren(...about, status, html("div", {class: "trial-both"}, controls,
    html("div", {class: "trial-results"}, looks, html("p", {class: "note"}, t("how_counted")), html("p", {class: "note"}, t("legend")), shown)));
  draw();
}
return {area, below, studentQuantile, studySettings, results, changedPairs, printed, mount};
})();
