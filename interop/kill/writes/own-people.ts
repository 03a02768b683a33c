import type { api } from '@chappe/tl-codec/api'
import { showOrder } from '../facts.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { setFact } from './account.ts'
import type { SoloAccount } from './solo-account.ts'

/** Whom an account knows, and what it thinks of them. */
export function ownPeoplePlans(solo: SoloAccount): Plans {
  /** People whose bar was hidden, which stays hidden. */
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

/** The indexes of all the others. */
function others({ me }: SoloAccount): number[] {
  return me.names.map((_, index) => index).filter((index) => index !== me.index)
}

function contacts(solo: SoloAccount): number[] {
  const { me, ledger } = solo
  return others(solo).filter((index) => ledger.value(me.index, `contact ${index}`) !== undefined)
}

function pick<T>({ random }: SoloAccount, all: readonly T[]): T | undefined {
  return all[random.int(all.length)]
}

function userAt({ me }: SoloAccount, index: number): api.inputUser {
  const peer = me.names[index]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}

const FRIENDS = 'close friends'

function closeFriends(solo: SoloAccount): Write {
  const friends = contacts(solo).filter(() => solo.random.chance(0.5))
  const id = friends.map((index) => userAt(solo, index).userId)
  return setFact(solo, 'close friends', FRIENDS, showOrder(friends), { _: 'contacts.editCloseFriends', id })
}

function note(solo: SoloAccount): Write | undefined {
  const index = pick(solo, contacts(solo))
  if (index === undefined) return undefined
  const text = solo.newName('note ')
  return setFact(solo, 'note on a contact', `note ${index}`, text, {
    _: 'contacts.updateContactNote',
    id: userAt(solo, index),
    note: { _: 'textWithEntities', text, entities: [] },
  })
}

function hideStories(solo: SoloAccount): Write {
  const from = others(solo).filter(() => solo.random.chance(0.5))
  const id = from.flatMap((index) => solo.me.names[index] ?? [])
  const request = { _: 'contacts.setBlocked', myStoriesFrom: true, id, limit: 100 } as const
  return setFact(solo, 'hide stories', 'stories hidden from', showOrder(from), request)
}

/** By the number under which the contact was imported. */
function forgetByPhone(solo: SoloAccount, hidden: ReadonlySet<number>): Write | undefined {
  const { me, ledger, alone } = solo
  const index = pick(solo, contacts(solo))
  if (index === undefined) return undefined
  const person = me.index
  const friends = ledger.value(person, FRIENDS)?.split(', ').map(Number) ?? []
  return {
    kind: 'delete contact by phone',
    changes: [
      { person, fact: `contact ${index}`, value: undefined },
      { person, fact: `note ${index}`, value: undefined },
      { person, fact: `photo of ${index}`, value: undefined },
      { person, fact: FRIENDS, value: showOrder(friends.filter((one) => one !== index)) },
      { person, fact: `bar ${index}`, value: hidden.has(index) ? undefined : 'shown' },
    ],
    async perform() {
      await me.client.call({ _: 'contacts.deleteByPhones', phones: [alone.phones[index] ?? ''] })
    },
  }
}

function asContact(phone: string, firstName: string): api.inputPhoneContact {
  return { _: 'inputPhoneContact', clientId: 1n, phone, firstName, lastName: '' }
}

function contactChanges({ me }: SoloAccount, index: number, name: string): Change[] {
  return [
    { person: me.index, fact: `contact ${index}`, value: name },
    { person: me.index, fact: `bar ${index}`, value: undefined },
  ]
}

function importContact(solo: SoloAccount): Write | undefined {
  const index = pick(solo, others(solo))
  if (index === undefined) return undefined
  const name = solo.newName('Contact ')
  return {
    kind: 'import a contact',
    changes: contactChanges(solo, index, name),
    async perform() {
      const imported = [asContact(solo.alone.phones[index] ?? '', name)]
      await solo.me.client.call({ _: 'contacts.importContacts', contacts: imported })
    },
  }
}

/** The receiver, who never takes another name, has the solo account as a contact. */
function acceptContact(solo: SoloAccount): Write | undefined {
  const { me, ledger, receiver } = solo
  const { index } = receiver
  if (ledger.value(me.index, `contact ${index}`) !== undefined) return undefined
  return {
    kind: 'accept a contact',
    // Under no number, so that it cannot be deleted by one before it was imported again.
    changes: [...contactChanges(solo, index, `Person ${index}`)],
    async perform() {
      await me.client.call({ _: 'contacts.acceptContact', id: userAt(solo, index) })
      const name = asContact(solo.alone.phones[index] ?? '', `Person ${index}`)
      await me.client.call({ _: 'contacts.importContacts', contacts: [name] })
    },
  }
}

function hideBar(solo: SoloAccount, hidden: Set<number>): Write | undefined {
  const { me, ledger } = solo
  const shown = others(solo).filter((index) => ledger.value(me.index, `bar ${index}`) === 'shown')
  const index = pick(solo, shown)
  const peer = index === undefined ? undefined : me.names[index]
  if (index === undefined || peer === undefined) return undefined
  hidden.add(index)
  return setFact(solo, 'hide a bar', `bar ${index}`, undefined, { _: 'messages.hidePeerSettingsBar', peer })
}

/** A number that nobody has. */
function saveNumber(solo: SoloAccount): Write {
  const phone = `99967${String(solo.random.int(20)).padStart(5, '0')}`
  const name = solo.newName('Nobody ')
  const request: api.contacts.importContacts = { _: 'contacts.importContacts', contacts: [asContact(phone, name)] }
  return setFact(solo, 'save a number', `saved ${phone}`, name, request)
}

function resetSaved({ me, ledger }: SoloAccount): Write {
  return {
    kind: 'forget saved numbers',
    changes: ledger.names(me.index, 'saved ').map((fact) => ({ person: me.index, fact, value: undefined })),
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
  const enabled = ledger.value(me.index, 'protected') === undefined
  const request = { _: 'messages.toggleNoForwards', peer, enabled } as const
  return setFact(solo, 'protect a chat', 'protected', enabled ? 'yes' : undefined, request)
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
