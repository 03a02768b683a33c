import type { api } from '@chappe/tl-codec/api'
import type { Plans } from '../deck.ts'
import { showOrder } from '../facts.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import { settle } from './account.ts'
import type { Hermit } from './hermit.ts'

/** Whom an account knows, and what it thinks of them. */
export function ownPeoplePlans(hermit: Hermit): Plans {
  /** Whose bar was hidden: it stays so. */
  const hidden = new Set<number>()
  return [
    [2, () => closeFriends(hermit)],
    [1, () => note(hermit)],
    [1, () => hideStories(hermit)],
    [2, () => forgetByPhone(hermit, hidden)],
    [2, () => importContact(hermit)],
    [1, () => acceptContact(hermit)],
    [1, () => hideBar(hermit, hidden)],
    [2, () => saveNumber(hermit)],
    [1, () => resetSaved(hermit)],
    [1, () => restartTakeout(hermit)],
    [1, () => protect(hermit)],
    [1, () => reportPeer(hermit)],
    [1, () => reportSpam(hermit)],
    [1, () => reportMessage(hermit)],
    [2, () => resetRating(hermit)],
  ]
}

/** The places of all the others. */
function others({ me }: Hermit): number[] {
  return me.names.map((_, place) => place).filter((place) => place !== me.place)
}

function contacts(hermit: Hermit): number[] {
  const { me, ledger } = hermit
  return others(hermit).filter((place) => ledger.value(me.place, `contact ${place}`) !== undefined)
}

function pick<T>({ random }: Hermit, all: readonly T[]): T | undefined {
  return all[random.int(all.length)]
}

function userAt({ me }: Hermit, place: number): api.inputUser {
  const peer = me.names[place]
  if (peer === undefined) throw new TypeError('everybody names everybody')
  return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
}

const FRIENDS = 'close friends'

function closeFriends(hermit: Hermit): Write {
  const friends = contacts(hermit).filter(() => hermit.random.chance(0.5))
  const id = friends.map((place) => userAt(hermit, place).userId)
  return settle(hermit, 'close friends', FRIENDS, showOrder(friends), { _: 'contacts.editCloseFriends', id })
}

function note(hermit: Hermit): Write | undefined {
  const place = pick(hermit, contacts(hermit))
  if (place === undefined) return undefined
  const text = hermit.newName('note ')
  return settle(hermit, 'note on a contact', `note ${place}`, text, {
    _: 'contacts.updateContactNote',
    id: userAt(hermit, place),
    note: { _: 'textWithEntities', text, entities: [] },
  })
}

function hideStories(hermit: Hermit): Write {
  const from = others(hermit).filter(() => hermit.random.chance(0.5))
  const id = from.flatMap((place) => hermit.me.names[place] ?? [])
  const request = { _: 'contacts.setBlocked', myStoriesFrom: true, id, limit: 100 } as const
  return settle(hermit, 'hide stories', 'stories hidden from', showOrder(from), request)
}

/** By the number under which the contact was imported. */
function forgetByPhone(hermit: Hermit, hidden: ReadonlySet<number>): Write | undefined {
  const { me, ledger, alone } = hermit
  const place = pick(hermit, contacts(hermit))
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

function contactChanges({ me }: Hermit, place: number, name: string): Change[] {
  return [
    { person: me.place, fact: `contact ${place}`, value: name },
    { person: me.place, fact: `bar ${place}`, value: undefined },
  ]
}

function importContact(hermit: Hermit): Write | undefined {
  const place = pick(hermit, others(hermit))
  if (place === undefined) return undefined
  const name = hermit.newName('Contact ')
  return {
    kind: 'import a contact',
    changes: contactChanges(hermit, place, name),
    async perform() {
      const imported = [asContact(hermit.alone.phones[place] ?? '', name)]
      await hermit.me.client.call({ _: 'contacts.importContacts', contacts: imported })
    },
  }
}

/** The receiver, who never takes another name, has the hermit as a contact. */
function acceptContact(hermit: Hermit): Write | undefined {
  const { me, ledger, receiver } = hermit
  const { place } = receiver
  if (ledger.value(me.place, `contact ${place}`) !== undefined) return undefined
  return {
    kind: 'accept a contact',
    // Under no number, so that it cannot be deleted by one before it was imported again.
    changes: [...contactChanges(hermit, place, `Person ${place}`)],
    async perform() {
      await me.client.call({ _: 'contacts.acceptContact', id: userAt(hermit, place) })
      const name = asContact(hermit.alone.phones[place] ?? '', `Person ${place}`)
      await me.client.call({ _: 'contacts.importContacts', contacts: [name] })
    },
  }
}

function hideBar(hermit: Hermit, hidden: Set<number>): Write | undefined {
  const { me, ledger } = hermit
  const shown = others(hermit).filter((place) => ledger.value(me.place, `bar ${place}`) === 'shown')
  const place = pick(hermit, shown)
  const peer = place === undefined ? undefined : me.names[place]
  if (place === undefined || peer === undefined) return undefined
  hidden.add(place)
  return settle(hermit, 'hide a bar', `bar ${place}`, undefined, { _: 'messages.hidePeerSettingsBar', peer })
}

/** A number that nobody has. */
function saveNumber(hermit: Hermit): Write {
  const phone = `99967${String(hermit.random.int(20)).padStart(5, '0')}`
  const name = hermit.newName('Nobody ')
  const request: api.contacts.importContacts = { _: 'contacts.importContacts', contacts: [asContact(phone, name)] }
  return settle(hermit, 'save a number', `saved ${phone}`, name, request)
}

function resetSaved({ me, ledger }: Hermit): Write {
  return {
    kind: 'forget saved numbers',
    changes: ledger.names(me.place, 'saved ').map((fact) => ({ person: me.place, fact, value: undefined })),
    async perform() {
      await me.client.call({ _: 'contacts.resetSaved' })
    },
  }
}

/** An export ends and another one begins; what is in it is looked at after each kill. */
export function restartTakeout({ me, alone }: Hermit): Write {
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
function protect(hermit: Hermit): Write | undefined {
  const { me, ledger } = hermit
  const [peer] = me.names
  if (peer === undefined) return undefined
  const enabled = ledger.value(me.place, 'protected') === undefined
  const request = { _: 'messages.toggleNoForwards', peer, enabled } as const
  return settle(hermit, 'protect a chat', 'protected', enabled ? 'yes' : undefined, request)
}

function reportPeer(hermit: Hermit): Write {
  const message = hermit.newName('report ')
  const { alone, toReceiver, me } = hermit
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

function reportMessage(hermit: Hermit): Write | undefined {
  const { alone, toReceiver, me } = hermit
  const letter = toReceiver.letters.pick()
  if (letter === undefined) return undefined
  const message = hermit.newName('report ')
  const option = new TextEncoder().encode('inputReportReasonOther')
  return {
    kind: 'report a message',
    changes: [],
    async perform() {
      const report = { peer: toReceiver.peer, id: [letter.id], option, message }
      const { _: outcome } = await me.client.call({ _: 'messages.report', ...report })
      if (outcome !== 'reportResultReported') throw new Error(`a report ends in ${outcome}`)
      alone.reports.push(message)
    },
  }
}

/** What was said until now does not count any more; what the rating is from then on is looked at after each kill. */
function resetRating({ me, alone, toReceiver: { peer } }: Hermit): Write {
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

function reportSpam({ me, toReceiver: { peer } }: Hermit): Write {
  return {
    kind: 'report spam',
    changes: [],
    async perform() {
      await me.client.call({ _: 'messages.reportSpam', peer })
    },
  }
}
