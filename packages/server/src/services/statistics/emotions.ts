import type { api } from '@chappe/tl-codec/api'
import { readStored } from '../../tl/stored.ts'
import { dayChart, maxSeries, sumByDay } from './chart.ts'

/** So many reactions of one kind, on one day. */
export interface DatedTally {
  readonly id: number
  readonly date: number
  readonly reaction: Uint8Array
  readonly count: number
}

/** The kinds of reactions that were given most often, each with how many there were on each day. */
export function emotionChart(days: readonly number[], tallies: readonly DatedTally[]): api.StatsGraph {
  const kinds = Map.groupBy(tallies, ({ reaction }) => nameOf(reaction))
  const total = (of: readonly DatedTally[]): number => of.reduce((sum, { count }) => sum + count, 0)
  const named = [...kinds].filter(([name]) => name !== '')
  const most = named.sort(([, a], [, b]) => total(b) - total(a)).slice(0, maxSeries)
  return dayChart(
    days,
    'bar',
    most.map(([name, of]) => ({ name, values: sumByDay(days, of, ({ count }) => count) })),
  )
}

/** Emoji of one's own making have no name but their number, and count as one kind. */
function nameOf(stored: Uint8Array): string {
  const reaction = readStored('Reaction', stored)
  if (reaction?._ === 'reactionEmoji') return reaction.emoticon
  return reaction?._ === 'reactionCustomEmoji' ? 'Custom emoji' : ''
}
