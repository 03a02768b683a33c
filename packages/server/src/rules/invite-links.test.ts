import { describe, expect, it } from 'vitest'
import { hashOfLink, inviteLinkOf, isOpenLink, parseInviteHash, parseLinkLimits } from './invite-links.ts'

const now = 1_700_000_000
const hash = 'AbCd_fgh-jk01234'

describe('an invite link', () => {
  it('is known in each of its forms', () => {
    const forms = [hash, inviteLinkOf(hash), `t.me/joinchat/${hash}`, `http://telegram.me/+${hash}`]
    for (const link of [...forms, `tg://join?invite=${hash}`]) expect(hashOfLink(link)).toBe(hash)
    for (const other of ['AAAA', `${hash}A`, `t.me/${hash}x`, 'https://t.me/+', `${hash.slice(1)}!`]) {
      expect(() => hashOfLink(other), other).toThrow(/^INVITE_HASH_/)
    }
    expect(() => parseInviteHash('')).toThrow('INVITE_HASH_EMPTY')
    expect(() => parseInviteHash(inviteLinkOf(hash))).toThrow('INVITE_HASH_INVALID')
  })

  it('has limits that make sense, and keeps those that nobody speaks of', () => {
    const limited = parseLinkLimits({ expireDate: now + 9, usageLimit: 5, title: ' for friends ' }, now)
    const before = { requestNeeded: false, expireDate: now + 9, usageLimit: 5, title: 'for friends' }
    expect(limited).toEqual(before)
    expect(parseLinkLimits({}, now + 100, before)).toEqual(before)
    expect(parseLinkLimits({ expireDate: 0, usageLimit: 0, title: '' }, now, before)).toEqual({ requestNeeded: false })
    expect(parseLinkLimits({ requestNeeded: true }, now, before)).toEqual({
      ...{ requestNeeded: true, expireDate: now + 9, title: 'for friends' },
    })
    expect(() => parseLinkLimits({ expireDate: now }, now)).toThrow('EXPIRE_DATE_INVALID')
    for (const usageLimit of [-1, 100_000]) {
      expect(() => parseLinkLimits({ usageLimit }, now)).toThrow('USAGE_LIMIT_INVALID')
    }
    expect(() => parseLinkLimits({ usageLimit: 1, requestNeeded: true }, now)).toThrow('USAGE_LIMIT_INVALID')
    expect(() => parseLinkLimits({ usageLimit: 1 }, now, { requestNeeded: true })).toThrow('USAGE_LIMIT_INVALID')
    expect(parseLinkLimits({ title: 'x'.repeat(99) }, now).title).toHaveLength(32)
  })

  it('is open until it is over, used up or revoked', () => {
    const link = { revoked: false, usage: 4, usageLimit: 5, expireDate: now + 1 }
    expect(isOpenLink(link, now)).toBe(true)
    expect(isOpenLink({ ...link, usage: 5 }, now)).toBe(false)
    expect(isOpenLink(link, now + 1)).toBe(false)
    expect(isOpenLink({ revoked: true, usage: 0 }, now)).toBe(false)
    expect(isOpenLink({ revoked: false, usage: 10 ** 6 }, now)).toBe(true)
  })
})
