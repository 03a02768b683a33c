import { createRequire } from 'node:module'
import { isPathUnit, wordCharacters } from './characters.ts'
import type { Span } from './found.ts'

/** An address of a page, or of a mailbox. */
export interface FoundLink extends Span {
  readonly isEmail: boolean
}

/** The package is a JSON file. It is required, since the bundler drops the attribute that an `import` of JSON needs. */
const listed: unknown = createRequire(import.meta.url)('tlds')
if (!Array.isArray(listed)) throw new TypeError('tlds is not a list any more')
const topLevels: ReadonlySet<unknown> = new Set(listed)

/** As many characters of host names as stand side by side; only those with a dot between two are looked at. */
const hostRun = /[\p{L}\p{M}\p{N}\p{Join_Control}_.-]+/gu
const portAfter = /:[0-9]{1,8}(?![0-9])/y
/** Stands before a host. Other schemes whose names end alike do not count. */
const webScheme = /(?<![a-z0-9+-])[a-z0-9+-]{0,9}?((?:https?|ftp):\/\/)$/i
const otherScheme = /(?:shttp|tftp|sftp):\/\/$/i
const mailbox = /(?<![\p{L}\p{N}_.%+-])[a-z0-9][a-z0-9._%+-]{0,63}@$/iu
const mailHost = /^[a-z0-9.-]+\.[a-z]{2,24}$/i
const credentials = /[^\s@/[\]{}()'`<>"\u00ab\u00bb]{1,128}@$/u
const longestPrefix = 150

/** Pages by their address, with a scheme or under a top-level domain that exists, and mailboxes. */
export function findLinks(text: string): FoundLink[] {
  const found: FoundLink[] = []
  hostRun.lastIndex = 0
  for (let match = hostRun.exec(text); match !== null; match = hostRun.exec(text)) {
    const link = match[0].includes('.') ? linkAt(text, match.index, match[0]) : undefined
    if (link === undefined) continue
    found.push(link)
    hostRun.lastIndex = Math.max(hostRun.lastIndex, link.offset + link.length)
  }
  return found
}

function linkAt(text: string, start: number, run: string): FoundLink | undefined {
  const host = withoutEnd(run)
  const end = start + host.length
  // The name of a mailbox, whose host is looked at next.
  if (host === run && text.charAt(end) === '@') return undefined
  const before = text.slice(Math.max(0, start - longestPrefix), start)
  const isAfterAt = before.endsWith('@')
  const [user = ''] = isAfterAt ? (credentials.exec(before) ?? []) : []
  const scheme = schemeBefore(before.slice(0, before.length - user.length))
  const [box] = isAfterAt && scheme === undefined ? (mailbox.exec(before) ?? []) : []
  if (box !== undefined && mailHost.test(host) && isHost(host, true)) {
    return { offset: start - box.length, length: box.length + host.length, isEmail: true }
  }
  if (scheme === undefined && !mayStandAfter(before)) return undefined
  if (!isHost(host, scheme !== undefined)) return undefined
  const offset = start - user.length - (scheme?.length ?? 0)
  return { offset, length: end + tailLength(text, end) - offset, isEmail: false }
}

function schemeBefore(before: string): string | undefined {
  if (!before.endsWith('://') || otherScheme.test(before)) return undefined
  return webScheme.exec(before)?.[1]
}

const noLinkAfter = new RegExp(`(?:[${wordCharacters}/#@]|://)$`, 'u')

function mayStandAfter(before: string): boolean {
  return !noLinkAfter.test(before)
}

/** Labels that can be one ("Domain names", RFC 1035, with letters of any script), or the four numbers of an IPv4 address. */
function isHost(host: string, hasScheme: boolean): boolean {
  const labels = host.split('.')
  if (labels.length < 2 || labels.some((label) => label === '' || label.length > 63 || label.endsWith('-')))
    return false
  if (labels.length === 4 && labels.every((label) => /^(?:0|[1-9][0-9]{0,2})$/.test(label) && Number(label) < 256)) {
    return true
  }
  const top = labels.at(-1) ?? ''
  // Only labels further to the left may have a low line, as names of services have.
  if (labels.at(-2)?.includes('_') === true || [...top].length < 2 || /^[0-9.]+$/.test(host)) return false
  if (/^xn--/i.test(top)) return /^xn--[a-z0-9]{2,}$/i.test(top)
  return !/[_-]/.test(top) && (hasScheme || isTopLevel(top))
}

/** `Com` and `COM` are written so at times, `cOM` hardly is. */
function isTopLevel(top: string): boolean {
  const lower = top.toLowerCase()
  return (lower === top || !lower.startsWith(top.charAt(0))) && topLevels.has(lower)
}

function withoutEnd(run: string): string {
  let length = run.length
  while (length > 0 && '.-\u200c\u200d'.includes(run.charAt(length - 1))) length--
  return run.slice(0, length)
}

/** How much of what follows a host belongs to the address: a port and a path. */
function tailLength(text: string, end: number): number {
  portAfter.lastIndex = end
  const [port = ''] = portAfter.exec(text) ?? []
  const number = Number(port.slice(1))
  if (number > 65_535 || (port !== '' && number === 0)) return 0
  return port.length + pathLength(text, end + port.length)
}

const endOfSentence = ".:;,('?!`"
const pairs: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
])

/** Without the punctuation of the sentence around it, and without a bracket that it did not open. */
function pathLength(text: string, start: number): number {
  const first = text.charAt(start)
  if (first !== '/' && first !== '?' && first !== '#') return 0
  const open = new Map([
    ['(', 0],
    ['[', 0],
    ['{', 0],
  ])
  let end = start
  for (; end < text.length && isPathUnit(text.charCodeAt(end)); end++) {
    const sign = text.charAt(end)
    const opening = pairs.get(sign) ?? sign
    const depth = open.get(opening)
    if (depth === undefined) continue
    if (sign !== opening && depth === 0) break
    open.set(opening, sign === opening ? depth + 1 : depth - 1)
  }
  while (end > start && endOfSentence.includes(text.charAt(end - 1))) end--
  // A bare `?` ends a sentence, a bare `#` is nothing.
  return end === start + 1 && first !== '/' ? 0 : end - start
}

const ownAddress = new RegExp(`(?<![${wordCharacters}])(?:tg|ton)://[a-z0-9_-]{1,253}`, 'giu')

/** Addresses that clients open themselves. */
export function findOwnAddresses(text: string): Span[] {
  const found: Span[] = []
  ownAddress.lastIndex = 0
  for (let match = ownAddress.exec(text); match !== null; match = ownAddress.exec(text)) {
    const length = match[0].length + pathLength(text, match.index + match[0].length)
    found.push({ offset: match.index, length })
    // What is in the path of one begins no other.
    ownAddress.lastIndex = match.index + length
  }
  return found
}
