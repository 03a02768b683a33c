import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BuiltinDeclaration, CombinatorDeclaration } from './ast.ts'
import { canonicalText, computeNumber, crc32, isNumberOf, type NumberForm } from './crc.ts'
import { parse } from './parse.ts'
import { formatNumber } from './print.ts'

function definitionOf(text: string): CombinatorDeclaration | BuiltinDeclaration {
  const [item] = parse(text).ast.items
  if (item?.kind !== 'combinator' && item?.kind !== 'builtin') throw new TypeError('the test needs a definition')
  return item
}

const numberOf = (text: string, form: NumberForm = 'reference'): string =>
  formatNumber(computeNumber(definitionOf(text), { form }))

describe('CRC-32', () => {
  it('is that of IEEE 802.3', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crc32(new Uint8Array())).toBe(0)
  })
})

describe('constructor numbers', () => {
  // Numbers that the protocol and its documentation fix.
  it.each([
    ['int ? = Int;', 'a8509bda'],
    ['vector {t:Type} # [ t ] = Vector t;', '1cb5c415'],
    ['boolTrue = Bool;', '997275b5'],
    ['boolFalse = Bool;', 'bc799737'],
    ['true = True;', '3fedd339'],
    ['null = Null;', '56730bcc'],
    ['int128 4*[ int ] = Int128;', '84ccf7b7'],
    ['rpc_result req_msg_id:long result:Object = RpcResult;', 'f35c6d01'],
    ['invokeWithLayer {X:Type} layer:int query:!X = X;', 'da9b0d0d'],
    ['future_salts req_msg_id:long now:int salts:vector<future_salt> = FutureSalts;', 'ae500895'],
  ])('%s is #%s in every form', (definition, number) => {
    expect(numberOf(definition)).toBe(number)
    expect(numberOf(definition, 'api')).toBe(number)
  })

  it.each([
    ['liteServer.query data:bytes = Object;', '798c06df'],
    ['dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;', '1f4c618f'],
  ])('%s is #%s, as the reference parsers have it', (definition, number) => {
    expect(numberOf(definition)).toBe(number)
  })

  it.each([
    ['msg_container messages:vector<%Message> = MessageContainer;', '73f1f8dc'],
    ['gzip_packed packed_data:bytes = Object;', '3072cfa1'],
  ])('%s is #%s, as the public schema has it', (definition, number) => {
    expect(numberOf(definition, 'api')).toBe(number)
  })

  it.each([
    ['`bytes` as it is written', 'a x:bytes = A;', 'a x:bytes = A'],
    ['`true` fields', 'a f:# x:f.0?true = A;', 'a f:# x:f.0?true = A'],
    ['`%` before the name of a type', 'a x:%T y:vector<%b.T> = A;', 'a x:%T y:vector %b.T = A'],
    [
      'no `%` before a constructor or a variable',
      'a {t:Type} {X:Type} x:%t y:%X z:%b.c = A t X;',
      'a t:Type X:Type x:t y:X z:b.c = A t X',
    ],
    ['no parentheses', 'a {n:#} x:(Tuple (Maybe int) (n+1)) = A n;', 'a n:# x:Tuple Maybe int n+1 = A n'],
    ['a group spelt out', 'a (x y:int) (_ z:Maybe<int>) = A;', 'a x:int y:int _:Maybe int z:Maybe int = A'],
    ['parameters spelt out', 'a {X Y:Type} = A X Y;', 'a X:Type Y:Type = A X Y'],
    ['sums with the variable first', 'a {n:#} x:(1+n+2)*[ int ] y:(T (2+3)) = A n;', 'a n:# x:n+3*[ int ] y:T 5 = A n'],
    ['repetitions', 'a # [ int x:# [ ] ] m:# 4*[ y:int ] = A;', 'a # [ int x:# [ ] ] m:# 4*[ y:int ] = A'],
  ])('are of a text with %s', (_, definition, text) => {
    expect(canonicalText(definitionOf(definition))).toBe(text)
  })

  it('is that of the constructor for a bare type in the API, where there is exactly one', () => {
    const soleConstructor = (): string => 'theMessage'
    expect(canonicalText(definitionOf('a x:%Message = A;'), { form: 'api', soleConstructor })).toBe(
      'a x:theMessage = A',
    )
  })

  it('are right in either form, with the `!` of a wrapped request or without', () => {
    const right = (text: string, number: string): boolean => isNumberOf(definitionOf(text), Number.parseInt(number, 16))
    expect(right('a x:bytes = A;', numberOf('a x:bytes = A;'))).toBe(true)
    expect(right('a x:bytes = A;', numberOf('a x:string = A;'))).toBe(true)
    expect(right('a x:bytes = A;', numberOf('a x:int = A;'))).toBe(false)
    expect(right('a {X:Type} q:!X = X;', numberOf('a {X:Type} q:!X = X;'))).toBe(true)
    expect(right('a {X:Type} q:!X = X;', numberOf('a {X:Type} q:X = X;'))).toBe(true)
  })

  it('do not depend on layout or on a written number, nor on `true` fields in the API', () => {
    const flag = fc.stringMatching(/^[a-z]{3,8}$/).map((name) => ` ${name}:flags.7?true`)
    const space = fc.constantFrom(' ', '\n', '\t ', ' // why\n')
    fc.assert(
      fc.property(flag, space, fc.integer({ min: 0, max: 0xffff_ffff }), (field, gap, number) => {
        const written = (more: string): string =>
          `user#${number.toString(16)}${gap}flags:#${more}${gap}id:Vector<${gap}long>${gap}=${gap}User;`
        const plain = 'user flags:# id:Vector<long> = User;'
        expect(numberOf(written(''))).toBe(numberOf(plain))
        expect(numberOf(written(field), 'api')).toBe(numberOf(plain, 'api'))
        expect(numberOf(written(field))).not.toBe(numberOf(plain))
      }),
    )
  })

  it('depend on every other field', () => {
    expect(numberOf('a flags:# x:flags.0?int = A;')).not.toBe(numberOf('a flags:# x:flags.1?int = A;'))
  })
})
