import type { api } from '@chappe/tl-codec/api'

/** One line or row of bars, by what it is called, with a value for each day. */
export interface Series {
  readonly name: string
  readonly values: readonly number[]
}

const daySeconds = 86_400

/** What clients draw: a name of the colour, which they may replace by their own, and the colour. */
const colours = [
  ...['BLUE#327FE5', 'GREEN#61C752', 'RED#E05356', 'GOLDEN#DEBA08', 'LIGHTBLUE#58A8ED', 'LIGHTGREEN#8FCF39'],
  ...['ORANGE#E3B727', 'INDIGO#7F79F3', 'PURPLE#9F79E8', 'CYAN#40D0CA'],
] as const

/** More series than this no chart has. */
export const maxSeries: number = colours.length

/** The days from one moment to another, by when they begin (UTC). */
export function daysBetween(from: number, to: number): number[] {
  const days: number[] = []
  for (let day = from - (from % daySeconds); day <= to; day += daySeconds) days.push(day)
  return days
}

/** How much of something there was on each day. */
export function sumByDay<T extends { readonly date: number }>(
  days: readonly number[],
  all: readonly T[],
  amount: (one: T) => number,
): number[] {
  const sums = new Map(days.map((day) => [day, 0]))
  for (const one of all) {
    const day = one.date - (one.date % daySeconds)
    const sum = sums.get(day)
    if (sum !== undefined) sums.set(day, sum + amount(one))
  }
  return [...sums.values()]
}

/**
 * A chart over days ("Channel statistics"): columns of which the first is the time in ms, how each is drawn, and its name and
 * colour. A chart of fewer than two days clients take for an empty one.
 */
export function dayChart(
  days: readonly number[],
  shape: 'line' | 'bar',
  all: readonly Series[],
): api.statsGraph | api.statsGraphError {
  if (days.length < 2 || all.length === 0) return noChart('There is nothing to show yet.')
  const keyed = all.slice(0, maxSeries).map((series, index) => ({ ...series, key: `y${index}` }))
  const byKey = <T>(value: (series: Series, index: number) => T): Record<string, T> =>
    Object.fromEntries(keyed.map((series, index) => [series.key, value(series, index)]))
  const data = {
    columns: [['x', ...days.map((day) => day * 1000)], ...keyed.map(({ key, values }) => [key, ...values])],
    types: { x: 'x', ...byKey(() => shape) },
    names: byKey(({ name }) => name),
    colors: byKey((_, index) => colours[index]),
    hidden: [],
    subchart: { show: true, defaultZoom: [(days[0] ?? 0) * 1000, (days.at(-1) ?? 0) * 1000] },
    ...(shape === 'bar' ? { stacked: true } : {}),
  }
  return { _: 'statsGraph', json: { _: 'dataJSON', data: JSON.stringify(data) } }
}

/** In the place of a chart of which there are no numbers. */
export function noChart(error: string): api.statsGraphError {
  return { _: 'statsGraphError', error }
}

/** What this server keeps no numbers of. */
export const notCounted: api.statsGraphError = noChart('This server does not count that.')
