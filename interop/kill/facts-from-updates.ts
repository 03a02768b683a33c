import type { Delivered } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { type Facts, type IndexOf, privacyFact, showFilters, showRules, tagOf, voteIn } from './facts.ts'

/** Whether updates tell everything about a fact, so that a device need not ask for it. */
export function isInUpdates(fact: string): boolean {
  return /^(contact|blocked|scheduled|privacy|filters|all muted|name|username)\b/.test(fact) || isInUpdatesOfChat(fact)
}

function isInUpdatesOfChat(fact: string): boolean {
  return / \/ (muted|period|vote)$/.test(fact)
}

/** What a device makes of updates that are not about messages, dialogs and drafts (`DeviceView` has those). */
export class FactsFromUpdates {
  readonly facts: Facts
  readonly #self: bigint
  readonly #indexOf: IndexOf
  readonly #filters = new Map<number, api.DialogFilter>()
  readonly #polls = new Map<bigint, string>()
  readonly #scheduled = new Map<number, string>()

  /** `known` is what the device showed when it began to listen. */
  constructor(self: bigint, indexOf: IndexOf, known: Facts) {
    this.#self = self
    this.#indexOf = indexOf
    this.facts = new Map([...known].filter(([fact]) => isInUpdates(fact)))
  }

  apply({ update, users }: Delivered): void {
    switch (update._) {
      case 'updatePeerBlocked':
        this.#note(`blocked ${this.#chat(update.peerId)}`, update.blocked ? 'yes' : undefined)
        break
      case 'updatePeerSettings':
        this.#contact(this.#chat(update.peer), users)
        break
      case 'updateNotifySettings':
        this.#notify(update)
        break
      case 'updatePrivacy':
        this.#note(privacyFact(update.key._), showRules(update.rules))
        break
      case 'updatePeerHistoryTTL':
        this.#note(`chat ${this.#chat(update.peer)} / period`, update.ttlPeriod?.toString())
        break
      case 'updateUserName':
        if (update.userId !== this.#self) break
        this.#note('name', update.firstName)
        this.#note('username', update.usernames[0]?.username)
        break
      case 'updateDialogFilter':
        if (update.filter === undefined) this.#filters.delete(update.id)
        else this.#filters.set(update.id, update.filter)
        this.#showFilters()
        break
      case 'updateDialogFilterOrder':
        this.#reorder(update.order)
        break
      case 'updateNewScheduledMessage':
        this.#schedule(update.message)
        break
      case 'updateDeleteScheduledMessages':
        for (const id of update.messages) this.#unschedule(id)
        break
      case 'updateNewMessage':
      case 'updateEditMessage':
        this.#poll(update.message)
        break
      case 'updateMessagePoll': {
        const tag = this.#polls.get(update.pollId)
        if (tag !== undefined) this.#note(`message ${tag} / vote`, voteIn(update.results))
        break
      }
      default:
        break
    }
  }

  #chat(peer: api.Peer): number {
    if (peer._ !== 'peerUser') throw new TypeError(`${peer._} has no place here`)
    return this.#indexOf(peer.userId)
  }

  #contact(index: number, users: readonly api.User[]): void {
    const user = users.find(({ id }) => this.#indexOf(id) === index)
    if (user?._ === 'user') this.#note(`contact ${index}`, user.contact ? user.firstName : undefined)
  }

  #notify({ peer, notifySettings: { muteUntil } }: api.updateNotifySettings): void {
    const value = muteUntil ? String(muteUntil) : undefined
    if (peer._ === 'notifyUsers') this.#note('all muted', value)
    if (peer._ === 'notifyPeer') this.#note(`chat ${this.#chat(peer.peer)} / muted`, value)
  }

  #reorder(order: readonly number[]): void {
    const filters = new Map(this.#filters)
    this.#filters.clear()
    for (const id of order) {
      const filter = filters.get(id)
      if (filter !== undefined) this.#filters.set(id, filter)
    }
    for (const [id, filter] of filters) this.#filters.set(id, filter)
    this.#showFilters()
  }

  #showFilters(): void {
    this.#note('filters', showFilters([...this.#filters.values()]))
  }

  #schedule(message: api.Message): void {
    if (message._ !== 'message') return
    this.#unschedule(message.id)
    const fact = `scheduled ${tagOf(message)}`
    this.#scheduled.set(message.id, fact)
    this.#note(fact, message.message)
  }

  #unschedule(id: number): void {
    const fact = this.#scheduled.get(id)
    if (fact !== undefined) this.#note(fact, undefined)
  }

  #poll(message: api.Message): void {
    if (message._ !== 'message' || message.media?._ !== 'messageMediaPoll') return
    const tag = tagOf(message)
    this.#polls.set(message.media.poll.id, tag)
    const { results } = message.media
    if (results._ === 'pollResults' && !results.min) this.#note(`message ${tag} / vote`, voteIn(results))
  }

  #note(fact: string, value: string | undefined): void {
    if (value === undefined) this.facts.delete(fact)
    else this.facts.set(fact, value)
  }
}
