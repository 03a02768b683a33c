import { type EntityKind, MarkupError } from './formatted-text.ts'

/** How a date is shown ("Date-time entity formatting"): `r`, or any of weekday, date and time, each once. */
export function dateTimeFormat(given: string): string | undefined {
  if (/^[rR]$/.test(given)) return 'r'
  if (!/^[tTdDwW]*$/.test(given)) return undefined
  const one = (short: string, long: string): string =>
    given.includes(short) ? short : given.includes(long) ? long : ''
  return `${/[wW]/.test(given) ? 'w' : ''}${one('d', 'D')}${one('t', 'T')}`
}

/** What a marked text becomes that has a link. Nothing for a link that leads nowhere. */
export function linkEntity(link: string): EntityKind | undefined {
  const userId = userOf(link)
  if (userId !== undefined) return { type: 'text_mention', userId }
  const url = checkLink(link)
  return url === undefined ? undefined : { type: 'text_link', url }
}

/** `tg://user?id=123`, also without slashes. */
function userOf(link: string): number | undefined {
  const query = tgQuery(link, 'user')
  const id = typeof query === 'string' ? parameter(query, 'id') : undefined
  return id !== undefined && /^[1-9]\d{0,15}$/.test(id) && Number(id) < 2 ** 52 ? Number(id) : undefined
}

/** What stands for an emoji or a date ("MarkdownV2 style"): `tg://emoji?id=…`, `tg://time?unix=…&format=…`. */
export function customEmojiOrDate(link: string): EntityKind {
  const time = tgQuery(link, 'time')
  if (typeof time === 'string') return dateEntity(parameter(time, 'unix'), parameter(time, 'format'))
  const query = tgQuery(link, 'emoji')
  if (typeof query !== 'string') throw new MarkupError(query.problem)
  const id = parameter(query, 'id')
  if (id === undefined) throw new MarkupError('Custom emoji URL must have an emoji identifier')
  return customEmoji(id)
}

const maxLong = 2n ** 63n

export function customEmoji(id: string): EntityKind {
  if (!/^-?[1-9]\d{0,18}$/.test(id) || BigInt(id) >= maxLong || BigInt(id) < -maxLong) {
    throw new MarkupError('Invalid custom emoji identifier specified')
  }
  return { type: 'custom_emoji', customEmojiId: id }
}

export function dateEntity(unix: string | undefined, given = ''): EntityKind {
  if (unix === undefined || !/^[1-9]\d{0,9}$/.test(unix) || Number(unix) >= 2 ** 31) {
    throw new MarkupError('Invalid date specified')
  }
  const format = dateTimeFormat(given)
  if (format === undefined) throw new MarkupError('Invalid date format specified')
  return { type: 'date_time', unixTime: Number(unix), format }
}

/** What stands behind the question mark of `tg://HOST?…`. */
function tgQuery(link: string, host: string): string | { readonly problem: string } {
  const rest = /^tg:(?:\/\/)?(.*)$/is.exec(link)?.[1]
  if (rest === undefined) return { problem: 'Custom emoji URL must have scheme tg' }
  const [, name = '', query] = /^([^/?#]*)\/?(?:\?([^#]*))?/.exec(rest) ?? []
  if (name.toLowerCase() !== host) return { problem: `Custom emoji URL must have host "${host}"` }
  return query ?? ''
}

function parameter(query: string, name: string): string | undefined {
  for (const pair of query.split('&')) {
    const [key, value = ''] = pair.split(/=(.*)/s)
    if (key === name) return value
  }
  return undefined
}

/** A link as it is stored: with its scheme, its host in small letters, and a path; undefined for what is none. */
export function checkLink(link: string): string | undefined {
  const app = /^(tg|ton|tonsite):(?:\/\/)?([\w.-].*)$/is.exec(link)
  if (app !== null) return `${app[1]?.toLowerCase()}://${app[2]}`
  const [, scheme = 'http', rest = ''] = /^(?:(https?):\/\/)?(.*)$/is.exec(link) ?? []
  if (/[\s\0]/.test(rest)) return undefined
  const [, authority = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(rest) ?? []
  const [, user = '', host = '', port] = /^(.*@)?(.*?)(?::(\d+))?$/s.exec(authority) ?? []
  if (!isHost(host) || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) return undefined
  const suffix = port === undefined ? '' : `:${port}`
  return `${scheme.toLowerCase()}://${user}${host.toLowerCase()}${suffix}${path.startsWith('/') ? '' : '/'}${path}`
}

/** A name of several parts, or a number. */
function isHost(host: string): boolean {
  if (/^\[[\da-f:.]+\]$/i.test(host)) return true
  return /^[^.:@[\]\\]+(?:\.[^.:@[\]\\]+)+$/.test(host) && !/[!"$%&'()*+,;<=>^`{|}~]/.test(host)
}
