import { describe, expect, it } from 'vitest'
import { type PrivateAct as Act, allow, type Role, refusalOf, rights, roles } from './rights.ts'

const acts = Object.keys(rights).filter((name): name is Act => name in rights)

/** What somebody in this role does that reaches the other person. */
const reaching = (role: Role): Act[] =>
  acts.filter((act) => refusalOf(role, act) === undefined && allow(role, act) === 'all')

describe('the table of rights', () => {
  it.each(['blocking', 'blocked'] as const)('lets nobody be heard who is %s, but take away what was said', (role) => {
    expect(reaching(role)).toEqual(['delete for both'])
  })

  it('lets a stranger change what is there already, and begin nothing', () => {
    expect(reaching('stranger')).toEqual(['vote', 'close poll', 'delete for both'])
  })

  it('leaves of a deleted account what others hold as well', () => {
    expect(reaching('deleted')).toEqual(['vote', 'close poll'])
  })

  it('lets everyone do what nobody else can tell, but with oneself what takes two', () => {
    const alone = acts.filter((act) => roles.every((role) => role === 'self' || allowsAlone(role, act)))
    expect(alone).toEqual([
      ...['change scheduled', 'pin for oneself', 'delete for oneself', 'draft', 'arrange', 'report', 'block'],
    ])
    expect(alone.filter((act) => refusalOf('self', act) !== undefined)).toEqual(['report', 'block'])
  })

  it('says no by the code and the name of the public API', () => {
    expect(refusalOf('blocked', 'send')).toMatchObject({ code: 400, message: 'USER_IS_BLOCKED' })
    expect(refusalOf('stranger', 'send')).toMatchObject({ code: 403, message: 'PRIVACY_PREMIUM_REQUIRED' })
    expect(() => allow('blocking', 'pin')).toThrow('YOU_BLOCKED_USER')
  })
})

function allowsAlone(role: Role, act: Act): boolean {
  return refusalOf(role, act) === undefined && allow(role, act) === 'own'
}
