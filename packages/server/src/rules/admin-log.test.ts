import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { askedKinds, kindsOf, personOf, wordsOf } from './admin-log.ts'
import {
  type AdminRight,
  adminRights,
  type BannedRight,
  bannedRights,
  viewAdminRights,
  viewBannedRights,
} from './chat-rights.ts'

const member: api.ChannelParticipant = { _: 'channelParticipant', userId: 7n, date: 1 }

function banned(...names: readonly BannedRight[]): api.ChannelParticipant {
  const peer = { _: 'peerUser', userId: 7n } as const
  const rights = viewBannedRights(bannedRights(...names))
  return { _: 'channelParticipantBanned', peer, kickedBy: 1n, date: 1, bannedRights: rights }
}

function admin(...names: readonly AdminRight[]): api.ChannelParticipant {
  const rights = viewAdminRights(adminRights(...names))
  return { _: 'channelParticipantAdmin', userId: 7n, promotedBy: 1n, date: 1, adminRights: rights }
}

const change = (
  name: 'Admin' | 'Ban',
  prevParticipant: api.ChannelParticipant,
  newParticipant: api.ChannelParticipant,
): api.ChannelAdminLogEventAction => ({
  _: `channelAdminLogEventActionParticipantToggle${name}`,
  prevParticipant,
  newParticipant,
})

function isFound(action: api.ChannelAdminLogEventAction, filter: Omit<api.channelAdminLogEventsFilter, '_'>): boolean {
  const asked = askedKinds({ _: 'channelAdminLogEventsFilter', ...filter }) ?? 0
  return (kindsOf(action) & asked) !== 0
}

describe('the filters of the admin log', () => {
  it('tell who was restricted from who was thrown out, and both from who is free again', () => {
    const kick = change('Ban', member, banned('viewMessages'))
    expect([isFound(kick, { kick: true }), isFound(kick, { ban: true, unban: true, unkick: true })]).toEqual([
      true,
      false,
    ])
    const ban = change('Ban', member, banned('sendPolls'))
    expect([isFound(ban, { ban: true }), isFound(ban, { kick: true, unban: true })]).toEqual([true, false])
    expect(isFound(change('Ban', banned('sendPolls'), member), { unban: true })).toBe(true)
    expect(isFound(change('Ban', banned('viewMessages'), member), { unkick: true })).toBe(true)
    expect(isFound(change('Ban', banned('viewMessages'), banned('sendPolls')), { ban: true })).toBe(true)
  })

  it('tell who holds more from who holds less, and find one who has only another title among the former', () => {
    expect(isFound(change('Admin', member, admin('banUsers')), { promote: true })).toBe(true)
    expect(isFound(change('Admin', admin('banUsers'), member), { promote: true })).toBe(false)
    expect(isFound(change('Admin', admin('banUsers'), member), { demote: true })).toBe(true)
    const both = change('Admin', admin('banUsers'), admin('pinMessages'))
    expect([isFound(both, { promote: true }), isFound(both, { demote: true })]).toEqual([true, true])
    expect(isFound(change('Admin', admin('banUsers'), admin('banUsers')), { promote: true })).toBe(true)
  })

  it('ask for everything where none is named', () => {
    expect(askedKinds(undefined)).toBeUndefined()
    expect(askedKinds({ _: 'channelAdminLogEventsFilter' })).toBeUndefined()
  })

  it('know to whom something was done, and what it says', () => {
    expect(personOf(change('Ban', member, banned('sendPolls')))).toBe(7n)
    const title = { _: 'channelAdminLogEventActionChangeTitle', prevValue: 'Été', newValue: 'Hiver' } as const
    expect([personOf(title), wordsOf(title)]).toEqual([undefined, 'ete\nhiver'])
  })
})
