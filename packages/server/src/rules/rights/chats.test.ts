import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  adminRightNames,
  adminRights,
  allBanned,
  type BannedRights,
  bannedRightNames,
  bannedRights,
  bothBanned,
  creatorRights,
} from '../chat-rights.ts'
import { Refusal } from '../refusal.ts'
import {
  type Act,
  allow,
  broadcastRights,
  broadcastRoles,
  errorsOf,
  type Facts,
  groupRights,
  groupRoles,
  noFacts,
  refusalOf,
  roles,
  type Standing,
  supergroupRights,
  supergroupRoles,
} from '../rights.ts'

const acts = Object.keys(groupRights).filter((name): name is Act => name in groupRights)

/** Somebody of each role of each kind of chat. */
const everybody = (facts: Facts): Standing[] => [
  ...groupRoles.map((role): Standing => ({ kind: 'group', role, ...facts })),
  ...broadcastRoles.map((role): Standing => ({ kind: 'broadcast', role, ...facts })),
  ...supergroupRoles.map((role): Standing => ({ kind: 'supergroup', role, ...facts })),
]
const named = (standing: Standing): string =>
  typeof standing === 'string' ? standing : `${standing.kind} ${standing.role}`
const may = (standing: Standing): Act[] => acts.filter((act) => refusalOf(standing, act) === undefined)
const inGroup = (role: (typeof groupRoles)[number], facts: Partial<Facts> = {}): Standing => ({
  ...{ kind: 'group', role, ...noFacts },
  ...facts,
})
const inSupergroup = (role: (typeof supergroupRoles)[number], facts: Partial<Facts> = {}): Standing => ({
  ...{ kind: 'supergroup', role, ...noFacts },
  ...facts,
})
const inBroadcast = (role: (typeof broadcastRoles)[number], facts: Partial<Facts> = {}): Standing => ({
  ...{ kind: 'broadcast', role, ...noFacts },
  ...facts,
})

const anyHeld = fc.subarray([...adminRightNames]).map((names) => adminRights(...names))
const anyTaken: fc.Arbitrary<BannedRights> = fc
  .subarray([...bannedRightNames])
  .map((names) => bannedRights(...names.filter((name) => name !== 'viewMessages')))
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  ...{ held: anyHeld, closed: anyTaken, taken: anyTaken, hidesMembers: fc.boolean() },
})

describe('the table of rights of groups and channels', () => {
  it('has a cell for each act and each role, and a public error in each that says no', () => {
    const parts = [
      { part: groupRights, columns: groupRoles },
      { part: broadcastRights, columns: broadcastRoles },
      { part: supergroupRights, columns: supergroupRoles },
    ]
    for (const { part, columns } of parts) {
      expect(Object.keys(part).sort()).toEqual([...acts].sort())
      for (const row of Object.values(part)) expect(row).toHaveLength(columns.length)
    }
    for (const standing of everybody(noFacts)) {
      for (const act of acts) {
        const refusal = refusalOf(standing, act)
        if (refusal === undefined) expect(['all', 'own', 'none']).toContain(allow(standing, act))
        else {
          const kinds = typeof standing === 'string' ? [] : [standing.kind]
          expect([...errorsOf(act, kinds)]).toContain(refusal.message)
          expect(refusal.message).toMatch(/^[A-Z]+(_[A-Z]+)+$/)
          expect([400, 403]).toContain(refusal.code)
          expect(() => allow(standing, act)).toThrow(Refusal)
        }
      }
    }
  })

  it('lets the creator do whatever there is to do, whatever is taken from members', () => {
    const all = { closed: allBanned, taken: allBanned, hidesMembers: true }
    for (const creator of [inGroup('creator', all), inBroadcast('creator', all), inSupergroup('creator', all)]) {
      const refused = acts.map((act) => refusalOf(creator, act)?.message).filter((error) => error !== undefined)
      const notThere = ['PEER_ID_INVALID', 'CHANNEL_INVALID', 'CONTACT_ID_INVALID']
      const notDone = ['USER_ALREADY_PARTICIPANT', 'USER_CREATOR', 'MESSAGE_AUTHOR_REQUIRED']
      expect(refused.filter((error) => ![...notThere, ...notDone].includes(error))).toEqual([])
    }
  })

  it('never allows more for a right less', () => {
    fc.assert(
      fc.property(anyFacts, anyHeld, anyTaken, anyTaken, (facts, fewer, closed, taken) => {
        const less: Facts = {
          held: facts.held & fewer,
          closed: bothBanned(facts.closed, closed),
          taken: bothBanned(facts.taken, taken),
          hidesMembers: true,
        }
        const after = everybody(less)
        for (const [at, standing] of everybody(facts).entries()) {
          const lesser = after[at]
          if (lesser === undefined) throw new TypeError('as many as before')
          expect(may(standing), named(standing)).toEqual(expect.arrayContaining(may(lesser)))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('gives a role no more than the one before it, but for what one can do only from outside', () => {
    const order: readonly (readonly Standing[])[] = [
      groupRoles.map((role) => inGroup(role)),
      broadcastRoles.map((role) => inBroadcast(role)),
      supergroupRoles.map((role) => inSupergroup(role)),
    ]
    const holdingAll = (standing: Standing): Standing =>
      typeof standing === 'string' ? standing : { ...standing, held: creatorRights(standing.kind) }
    for (const standings of order) {
      for (const [at, standing] of standings.entries()) {
        const before = standings[at - 1]
        if (before === undefined) continue
        const more = may(standing).filter((act) => refusalOf(holdingAll(before), act) !== undefined)
        const fromOutside = ['join', 'leave']
        expect(
          more.filter((act) => !fromOutside.includes(act)),
          named(standing),
        ).toEqual([])
      }
    }
  })

  it('lets whoever was thrown out do nothing that one who left may not', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const pairs = [
          [inGroup('banned', facts), inGroup('left', facts)],
          [inBroadcast('banned', facts), inBroadcast('outsider', facts)],
          [inBroadcast('banned', facts), inBroadcast('visitor', facts)],
          [inSupergroup('banned', facts), inSupergroup('outsider', facts)],
          [inSupergroup('banned', facts), inSupergroup('visitor', facts)],
        ] as const
        for (const [banned, left] of pairs) expect(may(left)).toEqual(expect.arrayContaining(may(banned)))
      }),
      { numRuns: 10 },
    )
  })

  it('lets nobody who is outside learn or change anything, but clear the own list', () => {
    for (const outside of [inBroadcast('outsider'), inBroadcast('banned'), inSupergroup('outsider')]) {
      expect(may(outside), named(outside)).toEqual(['arrange'])
    }
    for (const kept of [inGroup('left'), inGroup('banned')]) {
      const reaching = may(kept).filter((act) => allow(kept, act) !== 'own')
      expect(reaching, named(kept)).toEqual(named(kept) === 'group left' ? ['join'] : [])
    }
  })

  it('takes from members each kind of what is said by its own right, and from nobody else', () => {
    const kinds = {
      sendPlain: ['send text', 'CHAT_SEND_PLAIN_FORBIDDEN'],
      sendPhotos: ['send photos', 'CHAT_SEND_PHOTOS_FORBIDDEN'],
      sendVideos: ['send videos', 'CHAT_SEND_VIDEOS_FORBIDDEN'],
      sendRoundvideos: ['send round videos', 'CHAT_SEND_ROUNDVIDEOS_FORBIDDEN'],
      sendAudios: ['send audios', 'CHAT_SEND_AUDIOS_FORBIDDEN'],
      sendVoices: ['send voices', 'CHAT_SEND_VOICES_FORBIDDEN'],
      sendDocs: ['send documents', 'CHAT_SEND_DOCS_FORBIDDEN'],
      sendStickers: ['send stickers', 'CHAT_SEND_STICKERS_FORBIDDEN'],
      sendGifs: ['send gifs', 'CHAT_SEND_GIFS_FORBIDDEN'],
      sendGames: ['send games', 'CHAT_SEND_GAME_FORBIDDEN'],
      sendInline: ['send by inline bots', 'CHAT_SEND_INLINE_FORBIDDEN'],
      sendPolls: ['send polls', 'CHAT_SEND_POLL_FORBIDDEN'],
    } as const
    const names = bannedRightNames.filter((name): name is keyof typeof kinds => name in kinds)
    for (const name of names) {
      const [act, error] = kinds[name]
      for (const facts of [{ closed: bannedRights(name) }, { taken: bannedRights(name) }]) {
        for (const member of [inGroup('member', facts), inSupergroup('member', facts), inSupergroup('guest', facts)]) {
          expect(refusalOf(member, act)).toMatchObject({ code: 403, message: error })
          expect(refusalOf(member, 'send')).toBeUndefined()
          const others = names.filter((other) => refusalOf(member, kinds[other][0]) !== undefined)
          expect(others).toEqual([name])
        }
        for (const admin of [inGroup('admin', facts), inSupergroup('admin', facts)]) {
          expect(refusalOf(admin, act)).toBeUndefined()
        }
      }
    }
    const all = bannedRights(...names)
    expect(refusalOf(inGroup('member', { closed: all }), 'send')).toMatchObject({ message: 'CHAT_WRITE_FORBIDDEN' })
    const inPerson = refusalOf(inSupergroup('member', { taken: all }), 'send')
    expect(inPerson).toMatchObject({ code: 400, message: 'USER_BANNED_IN_CHANNEL' })
  })

  it('asks an admin for the one right, or for what every member may', () => {
    const needs: readonly (readonly [Act, (typeof adminRightNames)[number]])[] = [
      ['remove', 'banUsers'],
      ['set default rights', 'banUsers'],
      ['add admins', 'addAdmins'],
      ['manage links', 'inviteUsers'],
      ['delete of others', 'deleteMessages'],
      ['clear for all', 'deleteMessages'],
      ['manage topics', 'manageTopics'],
      ['rank others', 'manageRanks'],
      ['set slow mode', 'banUsers'],
    ]
    for (const [act, right] of needs) {
      const all = creatorRights('supergroup')
      expect(refusalOf(inSupergroup('admin', { held: adminRights(right) }), act)).toBeUndefined()
      const without = refusalOf(inSupergroup('admin', { held: all & ~adminRights(right) }), act)
      expect(without, act).toMatchObject({ code: 400, message: 'CHAT_ADMIN_REQUIRED' })
    }
    for (const [act, right] of [
      ['change info', 'changeInfo'],
      ['invite', 'inviteUsers'],
      ['pin', 'pinMessages'],
      ['create topic', 'manageTopics'],
    ] as const) {
      const closed = bannedRights(right)
      expect(refusalOf(inSupergroup('admin', { held: adminRights('other') }), act)).toBeUndefined()
      expect(refusalOf(inSupergroup('admin', { held: adminRights(right), closed }), act)).toBeUndefined()
      const neither = refusalOf(inSupergroup('admin', { held: adminRights('other'), closed }), act)
      expect(neither, act).toMatchObject({ message: 'CHAT_ADMIN_REQUIRED' })
      expect(refusalOf(inSupergroup('member', { closed }), act)).toMatchObject({ message: 'CHAT_ADMIN_REQUIRED' })
    }
  })

  it('lets in a channel post whoever holds that, and edit others’ posts whoever holds that', () => {
    const poster = inBroadcast('admin', { held: adminRights('postMessages') })
    const editor = inBroadcast('admin', { held: adminRights('editMessages') })
    const asked = ['send', 'send photos', 'edit', 'edit of others', 'pin', 'delete for both'] as const
    const answers = (standing: Standing): boolean[] => asked.map((act) => refusalOf(standing, act) === undefined)
    expect(answers(poster)).toEqual([true, true, true, false, false, true])
    expect(answers(editor)).toEqual([false, false, true, true, true, false])
    expect(answers(inBroadcast('subscriber'))).toEqual([false, false, false, false, false, false])
    expect(refusalOf(inBroadcast('subscriber'), 'send')).toMatchObject({ code: 400, message: 'CHAT_ADMIN_REQUIRED' })
  })

  it('shows members to whom they are shown', () => {
    const hidden = { hidesMembers: true }
    const seers = [inSupergroup('member'), inSupergroup('member', hidden), inSupergroup('admin', hidden)]
    expect(seers.map((one) => refusalOf(one, 'see members')?.message)).toEqual([
      ...[undefined, 'CHAT_ADMIN_REQUIRED', undefined],
    ])
    expect(refusalOf(inBroadcast('subscriber'), 'see members')?.message).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('knows in private chats no acts of groups, and every kind of what is said as said or not', () => {
    for (const role of roles) {
      expect(refusalOf(role, 'send photos')?.message).toBe(refusalOf(role, 'send')?.message)
      expect(refusalOf(role, 'invite')).toMatchObject({ code: 400, message: 'PEER_ID_INVALID' })
    }
  })
})
