import { type api, encode } from '@chappe/tl-codec/api'
import { contentHash } from '../../rules/content-hash.ts'

/** The time zones of the IANA database that this runtime knows, with their distance from UTC now. */
export interface TimeZones {
  readonly timezones: api.timezone[]
  readonly hash: number
}

const hour = 3_600_000

/** Offsets change on the hour, if at all, so they are computed once an hour at most. */
export function createTimeZones(): (now: number) => TimeZones {
  let known: (TimeZones & { readonly at: number }) | undefined
  return (now) => {
    const at = Math.floor(now / hour)
    if (known?.at !== at) {
      const timezones = Intl.supportedValuesOf('timeZone').map((id) => view(id, new Date(at * hour)))
      known = { at, timezones, hash: contentHash(timezones.map(encode)) }
    }
    return known
  }
}

function view(id: string, date: Date): api.timezone {
  const name = id.slice(id.lastIndexOf('/') + 1).replaceAll('_', ' ')
  return { _: 'timezone', id, name, utcOffset: utcOffset(id, date) }
}

/** In seconds, east positive. */
function utcOffset(timeZone: string, date: Date): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const text = format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const match = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(text)
  if (match === null) return 0
  const [, sign, hours, minutes, seconds = '0'] = match
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
}
