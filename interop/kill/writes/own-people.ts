import type { api } from '@chappe/tl-codec/api'
import { showOrder } from '../facts.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { settle } from './account.ts'
import type { SoloAccount } from './solo-account.ts'

/** Whom an account knows, and what it thinks of them. */
export function ownPeoplePlans(solo: SoloAccount): Plans {
  /** Whose bar was hidden: it stays so. */
  const hidden = new Set<number>()
  return [
    [2, () => closeFriends(solo)],
    [1, () => note(solo)],
    [1, () => hideStories(solo)],
    [2, () => forgetByPhone(solo, hidden)],
    [2, () => importContact(solo)],
    [1, () => acceptContact(solo)],
    [1, () => hideBar(solo, hidden)],
    [2, () => saveNumber(solo)],
    [1, () => resetSaved(solo)],
    [1, () => restartTakeout(solo)],
    [1, () => protect(solo)],
    [1, () => reportPeer(solo)],
    [1, () => reportSpam(solo)],
    [1, () => reportMessage(solo)],
    [2, () => resetRating(solo)],
  ]
}

/** The places of all the others. */
function others({ me }: SoloAccount): number[] {
  return me.names.map((_, place) => place).filter((place) => place !== me.place)
}

function contacts(solo: SoloAccount): number[] {
  const { me, ledger } = solo
  return others(solo).filter((place) => ledger.value(me.place, `contact ${place}`) !== undefined)
}

function pick<T>({ random }: SoloAccount, all: readonly T[]): T | undefined {
  return all[random.int(all.length)]
}

function userAt({ me }: SoloAccount, place: number): api.inputUser {
  const peer = me.names[place]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}

const FRIENDS = 'close friends'

function closeFriends(solo: SoloAccount): Write {
  const friends = contacts(solo).filter(() => solo.random.chance(0.5))
  const id = friends.map((place) => userAt(solo, place).userId)
  return settle(solo, 'close friends', FRIENDS, showOrder(friends), { _: 'contacts.editCloseFriends', id })
}

function note(solo: SoloAccount): Write | undefined {
  const place = pick(solo, contacts(solo))
  if (place === undefined) return undefined
  const text = solo.newName('note ')
  return settle(solo, 'note on a contact', `note ${place}`, text, {
    _: 'contacts.updateContactNote',
    id: userAt(solo, place),
    note: { _: 'textWithEntities', text, entities: [] },
  })
}

function hideStories(solo: SoloAccount): Write {
  const from = others(solo).filter(() => solo.random.chance(0.5))
  const id = from.flatMap((place) => solo.me.names[place] ?? [])
  const request = { _: 'contacts.setBlocked', myStoriesFrom: true, id, limit: 100 } as const
  return settle(solo, 'hide stories', 'stories hidden from', showOrder(from), request)
}

/** By the number under which the contact was imported. */
function forgetByPhone(solo: SoloAccount, hidden: ReadonlySet<number>): Write | undefined {
  const { me, ledger, alone } = solo
  const place = pick(solo, contacts(solo))
  if (place === undefined) return undefined
  const person = me.place
  const friends = ledger.value(person, FRIENDS)?.split(', ').map(Number) ?? []
  return {
    kind: 'delete contact by phone',
    changes: [
      { person, fact: `contact ${place}`, value: undefined },
      { person, fact: `note ${place}`, value: undefined },
      { person, fact: FRIENDS, value: showOrder(friends.filter((one) => one !== place)) },
      { person, fact: `bar ${place}`, value: hidden.has(place) ? undefined : 'shown' },
    ],
    async perform() {
      await me.client.call({ _: 'contacts.deleteByPhones', phones: [alone.phones[place] ?? ''] })
    },
  }
}

function asContact(phone: string, firstName: string): api.inputPhoneContact {
  return { _: 'inputPhoneContact', clientId: 1n, phone, firstName, lastName: '' }
}

function contactChanges({ me }: SoloAccount, place: number, name: string): Change[] {
  return [
    { person: me.place, fact: `contact ${place}`, value: name },
    { person: me.place, fact: `bar ${place}`, value: undefined },
  ]
}

function importContact(solo: SoloAccount): Write | undefined {
  const place = pick(solo, others(solo))
  if (place === undefined) return undefined
  const name = solo.newName('Contact ')
  return {
    kind: 'import a contact',
    changes: contactChanges(solo, place, name),
    async perform() {
      const imported = [asContact(solo.alone.phones[place] ?? '', name)]
      await solo.me.client.call({ _: 'contacts.importContacts', contacts: imported })
    },
  }
}

/** The receiver, who never takes another name, has the solo account as a contact. */
function acceptContact(solo: SoloAccount): Write | undefined {
  const { me, ledger, receiver } = solo
  const { place } = receiver
  if (ledger.value(me.place, `contact ${place}`) !== undefined) return undefined
  return {
    kind: 'accept a contact',
    // Under no number, so that it cannot be deleted by one before it was imported again.
    changes: [...contactChanges(solo, place, `Person ${place}`)],
    async perform() {
      await me.client.call({ _: 'contacts.acceptContact', id: userAt(solo, place) })
      const name = asContact(solo.alone.phones[place] ?? '', `Person ${place}`)
      await me.client.call({ _: 'contacts.importContacts', contacts: [name] })
    },
  }
}

function hideBar(solo: SoloAccount, hidden: Set<number>): Write | undefined {
  const { me, ledger } = solo
  const shown = others(solo).filter((place) => ledger.value(me.place, `bar ${place}`) === 'shown')
  const place = pick(solo, shown)
  const peer = place === undefined ? undefined : me.names[place]
  if (place === undefined || peer === undefined) return undefined
  hidden.add(place)
  return settle(solo, 'hide a bar', `bar ${place}`, undefined, { _: 'messages.hidePeerSettingsBar', peer })
}

/** A number that nobody has. */
function saveNumber(solo: SoloAccount): Write {
  const phone = `99967${String(solo.random.int(20)).padStart(5, '0')}`
  const name = solo.newName('Nobody ')
  const request: api.contacts.importContacts = { _: 'contacts.importContacts', contacts: [asContact(phone, name)] }
  return settle(solo, 'save a number', `saved ${phone}`, name, request)
}

function resetSaved({ me, ledger }: SoloAccount): Write {
  return {
    kind: 'forget saved numbers',
    changes: ledger.names(me.place, 'saved ').map((fact) => ({ person: me.place, fact, value: undefined })),
    async perform() {
      await me.client.call({ _: 'contacts.resetSaved' })
    },
  }
}

/** An export ends and another one begins; what is in it is looked at after each kill. */
export function restartTakeout({ me, alone }: SoloAccount): Write {
  return {
    kind: 'another export',
    changes: [],
    async perform() {
      const { takeoutId } = alone
      const finish = { _: 'account.finishTakeoutSession', success: true } as const
      if (takeoutId !== undefined) {
        await me.client.call({ _: 'invokeWithTakeout', takeoutId, query: finish }).catch((error: Error) => {
          if (!error.message.includes('TAKEOUT_INVALID')) throw error
        })
      }
      alone.takeoutId = (await me.client.call({ _: 'account.initTakeoutSession', contacts: true })).id
    },
  }
}

/** What is said in the chat with the first of the writers may not be passed on, or may again. */
function protect(solo: SoloAccount): Write | undefined {
  const { me, ledger } = solo
  const [peer] = me.names
  if (peer === undefined) return undefined
  const enabled = ledger.value(me.place, 'protected') === undefined
  const request = { _: 'messages.toggleNoForwards', peer, enabled } as const
  return settle(solo, 'protect a chat', 'protected', enabled ? 'yes' : undefined, request)
}

function reportPeer(solo: SoloAccount): Write {
  const message = solo.newName('report ')
  const { alone, toReceiver, me } = solo
  return {
    kind: 'report somebody',
    changes: [],
    async perform() {
      const reason: api.ReportReason = { _: 'inputReportReasonOther' }
      await me.client.call({ _: 'account.reportPeer', peer: toReceiver.peer, reason, message })
      alone.reports.push(message)
    },
  }
}

function reportMessage(solo: SoloAccount): Write | undefined {
  const { alone, toReceiver, me } = solo
  const sent = toReceiver.messages.pick()
  if (sent === undefined) return undefined
  const message = solo.newName('report ')
  const option = new TextEncoder().encode('inputReportReasonOther')
  return {
    kind: 'report a message',
    changes: [],
    async perform() {
      const report = { peer: toReceiver.peer, id: [sent.id], option, message }
      const { _: outcome } = await me.client.call({ _: 'messages.report', ...report })
      if (outcome !== 'reportResultReported') throw new Error(`a report ends in ${outcome}`)
      alone.reports.push(message)
    },
  }
}

/** What was said until now does not count any more; what the rating is from then on is looked at after each kill. */
function resetRating({ me, alone, toReceiver: { peer } }: SoloAccount): Write {
  return {
    kind: 'reset a rating',
    changes: [],
    async perform() {
      const latest = (await me.client.history(peer, { limit: 1 }).next()).value?.id ?? 0
      alone.ratedAfter = [...alone.ratedAfter, latest]
      const category: api.TopPeerCategory = { _: 'topPeerCategoryCorrespondents' }
      await me.client.call({ _: 'contacts.resetTopPeerRating', category, peer })
      alone.ratedAfter = [latest]
    },
  }
}

function reportSpam({ me, toReceiver: { peer } }: SoloAccount): Write {
  return {
    kind: 'report spam',
    changes: [],
    async perform() {
      await me.client.call({ _: 'messages.reportSpam', peer })
    },
  }
}
