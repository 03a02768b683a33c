import { expect, it } from 'vitest'
import { codesIn } from './login-codes.ts'

it('a login code is found in a text, whatever is around it, and longer numbers are none', () => {
  expect(codesIn('Login code: 12345.')).toEqual(['12345'])
  expect(codesIn('it is 1-2-3-4-5-6, or 7654321-')).toEqual(['123456', '7654321'])
  expect(codesIn('2024')).toEqual([])
  expect(codesIn('+49 170 12345678')).toEqual([])
  expect(codesIn('12345-678')).toEqual([])
})
