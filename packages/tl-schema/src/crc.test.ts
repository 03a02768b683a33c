import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, computeNumber, crc32 } from './crc.ts'
import { parse } from './parse.ts'

function numberOf(text: string): string {
  const [item] = parse(text).ast.items
  if (item?.kind !== 'combinator' && item?.kind !== 'builtin') throw new TypeError('the test needs a definition')
  return computeNumber(item).toString(16).padStart(8, '0')
}

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
    ['msg_container messages:vector<%Message> = MessageContainer;', '73f1f8dc'],
    ['rpc_result req_msg_id:long result:Object = RpcResult;', 'f35c6d01'],
    ['gzip_packed packed_data:bytes = Object;', '3072cfa1'],
    ['invokeWithLayer {X:Type} layer:int query:!X = X;', 'da9b0d0d'],
    ['future_salts req_msg_id:long now:int salts:vector<future_salt> = FutureSalts;', 'ae500895'],
  ])('%s is #%s', (definition, number) => {
    expect(numberOf(definition)).toBe(number)
  })

  it('is that of the constructor for a bare type, where there is exactly one', () => {
    const [item] = parse('a x:%Message = A;').ast.items
    expect(item?.kind === 'combinator' && canonicalText(item, () => 'theMessage')).toBe('a x:theMessage = A')
  })

  it('does not depend on layout, on a written number, or on `true` fields', () => {
    const flag = fc.stringMatching(/^[a-z]{3,8}$/).map((name) => ` ${name}:flags.7?true`)
    const space = fc.constantFrom(' ', '\n', '\t ', ' // why\n')
    fc.assert(
      fc.property(flag, space, fc.integer({ min: 0, max: 0xffff_ffff }), (field, gap, number) => {
        const written = `user#${number.toString(16)}${gap}flags:#${field}${gap}id:Vector<${gap}long>${gap}=${gap}User;`
        expect(numberOf(written)).toBe(numberOf('user flags:# id:Vector<long> = User;'))
      }),
    )
  })

  it('depends on every other field', () => {
    expect(numberOf('a flags:# x:flags.0?int = A;')).not.toBe(numberOf('a flags:# x:flags.1?int = A;'))
  })
})
