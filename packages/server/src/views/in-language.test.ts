import { type api, decodeResult, encodeResult, LAYER } from '@chappe/tl-layers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withNames, writeInLanguage } from './in-language.ts'

const lang = fc.stringMatching(/^[a-z]{2}$/)
const name = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' })
const request: api.users.getUsers = { _: 'users.getUsers', id: [] }
const person: api.user = { _: 'user', id: 1n, firstName: 'Ann' }

function firstNames(users: readonly api.User[], langCode: string | undefined, layer: number) {
  const { written, isAddressed } = writeInLanguage(langCode, () => encodeResult(request, [...users], layer))
  const read = decodeResult(request, written, layer)
  return { names: read.map((user) => (user._ === 'user' ? user.firstName : undefined)), isAddressed }
}

describe('what is written in the language of who reads it', () => {
  it('has the name in it, or the one for all others, in every layer', () => {
    fc.assert(
      fc.property(
        fc.dictionary(lang, name),
        name,
        fc.oneof(lang, fc.constantFrom('', 'de-AT', 'EN')),
        fc.constantFrom(133, 158, LAYER),
        (others, firstName, langCode, layer) => {
          const names = new Map(Object.entries(others))
          const bot = withNames({ _: 'user', id: 2n, bot: true, botInfoVersion: 1, firstName }, names)
          const own = names.get(langCode.slice(0, 2).toLowerCase()) ?? firstName
          expect(firstNames([person, bot], langCode, layer)).toEqual({ names: ['Ann', own], isAddressed: true })
          expect(bot.firstName).toBe(firstName)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is the same for all where nobody has other names, and knows no reader once it was refused', () => {
    const bot = withNames({ _: 'user', id: 2n, firstName: 'Echo' }, undefined)
    expect(firstNames([person, bot], 'de', LAYER)).toEqual({ names: ['Ann', 'Echo'], isAddressed: false })
    const named = withNames(bot, new Map([['de', 'Hall']]))
    const refuse = (): never => {
      throw new TypeError('it cannot be written')
    }
    expect(() => writeInLanguage('de', refuse)).toThrow('it cannot be written')
    expect(named.firstName).toBe('Echo')
  })
})
