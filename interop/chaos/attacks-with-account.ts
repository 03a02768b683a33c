import { type api, encode } from '@chappe/tl-codec/api'
import type { Attack } from './attacker.ts'
import { introduced } from './attacks-without-account.ts'
import { container, packed, ping } from './bodies.ts'
import { RawPeer } from './raw-peer.ts'

const self = { _: 'inputPeerSelf' } as const
const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
const history: api.Method = { _: 'messages.getHistory', peer: self, ...page }
const search = { peer: self, filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 } as const
const searchPage = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }

/** What users can do to the others. */
export const attacksWithAccount: readonly Attack[] = [
  {
    name: 'large answers that nobody acknowledges',
    everyMs: 150,
    begin({ route, account }) {
      const peers = Array.from({ length: 5 }, () => new RawPeer(account, route))
      let step = 0
      return () => peers[step++ % peers.length]?.send(introduced(history))
    },
  },
  {
    name: 'coming back for all that was not acknowledged',
    everyMs: 300,
    begin({ route, account }) {
      const peer = new RawPeer(account, route)
      let step = 0
      return () => {
        if (step++ < 8) return peer.send(introduced(history))
        peer.connect()
        peer.send(ping(1n), 0)
      }
    },
  },
  {
    name: 'large answers that nobody reads',
    everyMs: 300,
    begin({ route, account }) {
      const peers = Array.from({ length: 10 }, () => new RawPeer(account, route))
      let step = 0
      return () => {
        const peer = peers[step++ % peers.length]
        peer?.send(introduced(history))
        peer?.stopReading()
      }
    },
  },
  {
    name: 'searches',
    everyMs: 50,
    begin({ route, account, random }) {
      const peer = new RawPeer(account, route)
      return () => {
        const q = random.chance(0.5) ? 'a' : 'a b c d e f g h i j k l m n o p'
        peer.send(introduced({ _: 'messages.search', q, ...search, ...searchPage }))
        const from = { offsetRate: 0, offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit: 100 } as const
        const { filter, minDate, maxDate } = search
        peer.send(introduced({ _: 'messages.searchGlobal', q, filter, minDate, maxDate, ...from }))
      }
    },
  },
  {
    name: 'a million carriage returns with a hundred entities',
    everyMs: 400,
    begin({ route, account, random }) {
      const peer = new RawPeer(account, route)
      const entities = Array.from({ length: 100 }, (_, at): api.messageEntityBold => {
        return { _: 'messageEntityBold', offset: at * 9000, length: 8000 }
      })
      const texts = [1_000_000, 16_000].map((length) => '\r'.repeat(length))
      return () => {
        for (const message of texts) {
          const randomId = BigInt(random.int(2 ** 31))
          peer.send(packed(encode({ _: 'messages.sendMessage', peer: self, message, entities, randomId })))
        }
      }
    },
  },
  {
    name: 'lists of a quarter of a million',
    everyMs: 500,
    begin({ route, account }) {
      const peer = new RawPeer(account, route)
      const id = Array.from({ length: 250_000 }, () => 1)
      const messages = id.slice(0, 100_000).map((one): api.inputMessageID => ({ _: 'inputMessageID', id: one }))
      const bodies = [
        packed(encode({ _: 'messages.deleteMessages', id })),
        packed(encode({ _: 'messages.getMessages', id: messages })),
      ]
      return () => {
        for (const body of bodies) peer.send(body)
      }
    },
  },
  {
    name: 'address books of thousands',
    everyMs: 700,
    begin({ route, account, nextPhone }) {
      const peer = new RawPeer(account, route)
      return () => {
        for (const count of [1000, 10_000]) {
          const contacts = Array.from({ length: count }, (_, at): api.inputPhoneContact => {
            const phone = nextPhone()
            return { _: 'inputPhoneContact', clientId: BigInt(at), phone, firstName: 'a', lastName: '' }
          })
          peer.send(packed(encode({ _: 'contacts.importContacts', contacts })))
        }
      }
    },
  },
  {
    name: 'twenty sessions of ordinary requests, as many as there is room for',
    everyMs: 60,
    begin({ route, account }) {
      const peers = Array.from({ length: 20 }, () => new RawPeer(account, route))
      const requests: readonly api.Method[] = [
        { _: 'updates.getState' },
        { _: 'updates.getDifference', pts: 1, date: 1, qts: 0 },
        { _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, offsetPeer: self, limit: 100, hash: 0n },
        { _: 'account.getAuthorizations' },
      ]
      let step = 0
      return () => {
        const peer = peers[step++ % peers.length]
        if (peer === undefined) return
        const queries = Array.from({ length: 20 }, (_, at) => {
          const request = requests[at % requests.length] ?? { _: 'updates.getState' }
          return { msgId: peer.nextId(), seqNo: peer.nextSeqNo(), body: introduced(request) }
        })
        peer.send(container(queries), peer.nextSeqNo() - 1)
      }
    },
  },
]
