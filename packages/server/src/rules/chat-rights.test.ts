import { type api, decode, encode } from '@chappe/tl-codec/api'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  adminRightNames,
  adminRights,
  adminRightsOf,
  allBanned,
  bannedAt,
  bannedRightNames,
  bannedRights,
  bannedRightsOf,
  bannedUntil,
  basicAdminRights,
  bothBanned,
  creatorRights,
  forever,
  holds,
  isTaken,
  keepUnknown,
  mayEdit,
  noneBanned,
  parseDefaultBanned,
  parseGivenRights,
  toBanned,
  viewAdminRights,
  viewBannedRights,
} from './chat-rights.ts'

const now = 1_700_000_000
const anyAdmin = fc.subarray([...adminRightNames])
const anyBanned = fc.subarray([...bannedRightNames])
const taking = (...names: readonly (typeof bannedRightNames)[number][]): api.chatBannedRights => ({
  ...{ _: 'chatBannedRights', untilDate: 0 },
  ...Object.fromEntries(names.map((name) => [name, true])),
})
const giving = (...names: readonly (typeof adminRightNames)[number][]): api.chatAdminRights => ({
  _: 'chatAdminRights',
  ...Object.fromEntries(names.map((name) => [name, true])),
})
/** The flags of what has nothing but its number before them. */
const flagsOf = (value: api.ChatAdminRights | api.ChatBannedRights): number => {
  const bytes = encode(value)
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true)
}

describe('the rights of admins', () => {
  it('are the flags of the schema, each by its name', () => {
    for (const name of adminRightNames) expect(adminRights(name), name).toBe(flagsOf(giving(name)))
  })

  it('come back from the wire as they were', () => {
    fc.assert(
      fc.property(anyAdmin, (names) => {
        const rights = adminRights(...names)
        expect(adminRightsOf(decode('ChatAdminRights', encode(viewAdminRights(rights))))).toBe(rights)
        for (const name of adminRightNames) expect(holds(rights, name)).toBe(names.includes(name))
      }),
    )
  })

  it('are given by nobody who does not hold them, and never those of another kind of chat', () => {
    fc.assert(
      fc.property(anyAdmin, anyAdmin, fc.constantFrom('supergroup', 'broadcast'), (wanted, held, kind) => {
        const holder = adminRights(...held)
        const mayBeGiven = wanted.every(
          (name) => holds(creatorRights(kind), name) && (name === 'other' || holds(holder, name)),
        )
        const give = (): number => parseGivenRights(kind, giving(...wanted), holder)
        if (mayBeGiven) expect(give()).toBe(adminRights(...wanted))
        else expect(give).toThrow('RIGHT_FORBIDDEN')
      }),
    )
  })

  it('of a basic group are all of the creator’s but to make further admins and what such a group has not', () => {
    const left = adminRightNames.filter((name) => holds(creatorRights('group'), name) && !holds(basicAdminRights, name))
    expect(left.sort()).toEqual(
      [
        ...['addAdmins', 'anonymous', 'deleteStories', 'editStories', 'postStories'],
        ...['manageLinkedPeers', 'manageRanks', 'manageTopics'],
      ].sort(),
    )
  })
})

describe('what is taken from members', () => {
  it('is the flags of the schema, each by its name, and what follows from it', () => {
    for (const name of bannedRightNames) {
      expect(bannedRights(name) & flagsOf(taking(name)), name).toBe(flagsOf(taking(name)))
    }
    const follows = (name: (typeof bannedRightNames)[number]): string[] =>
      bannedRightNames.filter((other) => isTaken(bannedRights(name), other))
    const media = ['sendAudios', 'sendDocs', 'sendMedia', 'sendPhotos', 'sendRoundvideos', 'sendVideos', 'sendVoices']
    expect(follows('sendMedia').sort()).toEqual(media)
    const single = ['sendGames', 'sendGifs', 'sendInline', 'sendPlain', 'sendPolls', 'sendStickers']
    expect(follows('sendMessages').sort()).toEqual([...media, ...single, 'sendMessages', 'embedLinks'].sort())
    expect(follows('viewMessages')).toEqual(bannedRightNames)
    expect(bannedRightNames.filter((name) => follows(name).length > 1)).toEqual([
      ...['viewMessages', 'sendMessages', 'sendMedia'],
    ])
  })

  it('says the same to clients that know only the flags for many, and to those that set only the flags for each', () => {
    const each = ['sendPhotos', 'sendVideos', 'sendRoundvideos', 'sendAudios', 'sendVoices', 'sendDocs'] as const
    expect(bannedRights(...each)).toBe(bannedRights('sendMedia'))
    expect(viewBannedRights(bannedRights(...each)).sendMedia).toBe(true)
    expect(viewBannedRights(bannedRights(...each.slice(1))).sendMedia).toBeUndefined()
  })

  it('follows from what is taken already, never less than was asked, and two together take what either takes', () => {
    fc.assert(
      fc.property(anyBanned, anyBanned, (some, more) => {
        const [one, other] = [bannedRights(...some), bannedRights(...more)]
        expect(toBanned(one)).toBe(one)
        for (const name of some) expect(isTaken(one, name)).toBe(true)
        expect(bothBanned(one, other) & (one | other)).toBe(one | other)
        expect(bothBanned(one, noneBanned)).toBe(one)
        expect(bothBanned(one, allBanned)).toBe(allBanned)
        expect(bannedRightsOf(decode('ChatBannedRights', encode(viewBannedRights(one))))).toBe(one)
      }),
    )
  })

  it('is forever for less than half a minute or more than 366 days, and over when it ends', () => {
    const ends = [-5, 0, 29, 30, 366 * 86_400, 366 * 86_400 + 1].map((after) => bannedUntil(now + after, now))
    expect(ends).toEqual([forever, forever, forever, now + 30, now + 366 * 86_400, forever])
    expect(bannedUntil(0, now)).toBe(forever)
    const rights = bannedRights('sendPlain')
    expect([now + 1, now, forever].map((until) => bannedAt(rights, until, now))).toEqual([rights, noneBanned, rights])
    expect(viewBannedRights(rights, now)).toMatchObject({ untilDate: now, sendPlain: true })
    expect(viewBannedRights(rights)).toMatchObject({ untilDate: 2 ** 31 - 1 })
  })

  it('from all is whatever date comes with it, but never the sight of the chat', () => {
    const given = taking('sendPolls')
    expect(parseDefaultBanned({ ...given, untilDate: 43 }, 228, noneBanned)).toBe(bannedRights('sendPolls'))
    expect(() => parseDefaultBanned(taking('viewMessages'), 228, noneBanned)).toThrow('BANNED_RIGHTS_INVALID')
  })

  it('stays as it was where the layer has no word for it', () => {
    const before = bannedRights('sendReactions', 'editRank', 'sendPolls')
    expect(keepUnknown(noneBanned, 147, before)).toBe(bannedRights('sendReactions', 'editRank'))
    expect(keepUnknown(noneBanned, 223, before)).toBe(bannedRights('sendReactions'))
    expect(keepUnknown(noneBanned, 228, before)).toBe(noneBanned)
    expect(keepUnknown(bannedRights('sendPlain'), 147, noneBanned)).toBe(bannedRights('sendPlain'))
  })
})

describe('an admin', () => {
  const creator = { id: 1, isCreator: true, promotedBy: undefined }
  const admin = { id: 2, isCreator: false, promotedBy: 1 }
  const promoted = { id: 3, isCreator: false, promotedBy: 2 }
  const member = { id: 4, isCreator: false, promotedBy: undefined }

  it('is changed by the creator, by whoever made one an admin, and by oneself', () => {
    const allowed = [creator, admin, promoted].map((actor) =>
      [creator, admin, promoted, member].filter((other) => mayEdit(actor, other)).map(({ id }) => id),
    )
    expect(allowed).toEqual([
      [2, 3, 4],
      [2, 3, 4],
      [3, 4],
    ])
  })
})
