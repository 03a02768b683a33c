import type { api } from '@chappe/tl-codec/api'

/** Pieces of one person's data by name, such as `message m7 / pinned`: the same words for all who can know them. */
export type Facts = Map<string, string>

/** The index of a person among those of the run, by the user's id. */
export type IndexOf = (userId: bigint) => number

/** The fact that this one depends on: it ends with that. */
export function parentOf(fact: string): string | undefined {
  const at = fact.indexOf(' / ')
  return fact.startsWith('message ') && at > 0 ? fact.slice(0, at) : undefined
}

/** Every message says in its first word which one it is. */
export function tagOf(message: api.message): string {
  const { media } = message
  const words =
    media?._ === 'messageMediaPoll'
      ? media.poll.question.text
      : media?._ === 'messageMediaContact'
        ? media.firstName
        : media?._ === 'messageMediaToDo'
          ? media.todo.title.text
          : message.message
  return words.split(' ')[0] ?? ''
}

/** What one message of the chat with `chat` says. */
export function messageFacts(message: api.message, chat: number, indexOf: IndexOf): (readonly [string, string])[] {
  const { media } = message
  const name = `message ${tagOf(message)}${message.fwdFrom === undefined ? '' : ` forwarded to ${chat}`}`
  const facts: (readonly [string, string])[] = [[name, `with ${chat}: ${contentOf(message)}`]]
  if (message.pinned) facts.push([`${name} / pinned`, 'yes'])
  for (const { peerId, reaction } of message.reactions?.recentReactions ?? []) {
    if (peerId._ !== 'peerUser' || reaction._ !== 'reactionEmoji') throw new TypeError('only people react, by emoji')
    facts.push([`${name} / reaction of ${indexOf(peerId.userId)}`, reaction.emoticon])
  }
  const vote = media?._ === 'messageMediaPoll' ? voteIn(media.results) : undefined
  if (vote !== undefined) facts.push([`${name} / vote`, vote])
  return facts
}

function contentOf({ media, message }: api.message): string {
  if (media?._ === 'messageMediaPoll') return media.poll.closed ? 'closed poll' : 'poll'
  if (media?._ === 'messageMediaToDo') return showTodo(media)
  return media?._ === 'messageMediaContact' ? 'contact' : message
}

function showTodo({ todo, completions = [] }: api.messageMediaToDo): string {
  const items = todo.list.map(({ id }) => `${id}${completions.some((done) => done.id === id) ? '+' : ''}`)
  return `todo ${items.join(' ')}`
}

/** The option that the one who asks has chosen. */
export function voteIn(results: api.PollResults): string | undefined {
  const chosen = results.results?.find((answer) => answer.chosen)
  return chosen === undefined ? undefined : Buffer.from(chosen.option).toString('hex')
}

/** How often something was told in a chat by a message of its own, which nothing deletes. */
export function noticeFact(message: api.messageService, chat: number, indexOf: IndexOf): string | undefined {
  const from = message.fromId?._ === 'peerUser' ? indexOf(message.fromId.userId) : chat
  if (message.action._ === 'messageActionPinMessage') return noticeName('pin', from, chat)
  if (message.action._ === 'messageActionScreenshotTaken') return noticeName('screenshot', from, chat)
  return message.action._ === 'messageActionSetMessagesTTL' ? noticeName('period', from, chat) : undefined
}

export type NoticeKind = 'pin' | 'period' | 'screenshot'

export function noticeName(kind: NoticeKind, from: number, chat: number): string {
  return `${kind} notices of ${from} with ${chat}`
}

/** One name for a key of privacy, whether of a request or of an update. */
export function privacyFact(key: api.InputPrivacyKey['_'] | api.PrivacyKey['_']): string {
  return `privacy ${key.replace(/^(inputP|p)rivacyKey/, '')}`
}

export function showRules(rules: readonly api.PrivacyRule[]): string {
  return rules.map((rule) => rule._.replace('privacyValue', '')).join(', ')
}

export function showFilters(filters: readonly api.DialogFilter[]): string {
  return filters.flatMap((filter) => ('id' in filter ? [`${filter.id} ${filter.title.text}`] : [])).join(', ')
}

/** Settings whose change has no effect on what the other writes may do. */
export const PRIVACY_KEYS = [
  'inputPrivacyKeyStatusTimestamp',
  'inputPrivacyKeyBirthday',
  'inputPrivacyKeyPhoneCall',
  'inputPrivacyKeyForwards',
] as const

export function showOrder(indexes: readonly number[]): string | undefined {
  return indexes.length === 0 ? undefined : indexes.join(', ')
}
