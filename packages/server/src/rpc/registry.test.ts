import { describe, expect, it } from 'vitest'
import { createNeedsUser } from './authorization.ts'
import { joinMethods, type Methods, openMethod, userMethod } from './handlers.ts'
import { createRegistry, rateLimitsOf } from './registry.ts'

const methods: Methods = {
  async 'help.dismissSuggestion'() {
    return true
  },
  'help.saveAppLog': openMethod({ rate: { burst: 2, secondsEach: 1 } }, async () => true),
  'messages.setTyping': userMethod({ acts: ['show typing'], takeout: { only: true } }, async () => true),
}

describe('the registry of methods', () => {
  const registry = createRegistry([{ methods }])

  it('has for each method what stands beside its handler', () => {
    expect([...registry].map(([name, { needs, traits }]) => [name, needs, traits])).toEqual([
      ['help.dismissSuggestion', 'user', {}],
      ['help.saveAppLog', 'nobody', { rate: { burst: 2, secondsEach: 1 } }],
      ['messages.setTyping', 'user', { acts: ['show typing'], takeout: { only: true } }],
    ])
    expect(rateLimitsOf(registry)).toEqual({ 'help.saveAppLog': { burst: 2, secondsEach: 1 } })
  })

  it('lets a method be called without a user only where that is said', () => {
    const needsUser = createNeedsUser(registry)
    expect(needsUser('help.saveAppLog')).toBe(false)
    expect(needsUser('auth.initPasskeyLogin'), 'not served, and no reason to sign in').toBe(false)
    for (const name of ['help.dismissSuggestion', 'messages.setTyping', 'channels.getChannels', 'no.such']) {
      expect(needsUser(name), name).toBe(true)
    }
    const served = { 'auth.initPasskeyLogin': openMethod<'auth.initPasskeyLogin'>({}, () => Promise.reject()) }
    expect(() => createNeedsUser(createRegistry([{ methods: served }]))).toThrow('auth.initPasskeyLogin')
  })

  it('takes no method twice, be it from two files of a service or from two services', () => {
    const again: Methods = { 'help.saveAppLog': openMethod({}, async () => false) }
    expect(() => joinMethods(methods, again)).toThrow('help.saveAppLog is declared twice')
    expect(() => createRegistry([{ methods }, { methods: again }])).toThrow('two services serve help.saveAppLog')
    expect(
      Object.keys(
        joinMethods(methods, {
          async 'help.getPromoData'() {
            throw new TypeError('not asked')
          },
        }),
      ),
    ).toHaveLength(4)
  })
})
