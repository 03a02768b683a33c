/** Constructor numbers against a second computation that knows neither the parser nor the syntax tree. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, type computeNumber, crc32, isNumberOf, parse } from '../src/index.ts'
import { arbitraryDefinition } from './arbitrary-definition.ts'
import { secondNumber, secondText } from './second-numbers.ts'

const schemaFolder = new URL('../../../schema/', import.meta.url)
const files = ['api.tl', 'mtproto.tl', 'secret.tl', 'history/api.tl', 'history/secret.tl']

/** Definitions of our own making, in the manner of each dialect. */
const corpus: Readonly<Record<string, readonly string[]>> = {
  telegram: [
    'shelf#00000001 flags:# open:flags.0?true books:flags.1?Vector<Book> name:flags.1?string = Shelf;',
    'lib.shelves#00000002 count:int list:Vector<Vector<lib.Shelf>> = lib.Shelves;',
    'wrapped#00000003 {X:Type} layer:int query:!X = X;',
    'container#00000004 messages:vector<%Parcel> = Container;',
    'packed#00000005 data:bytes parts:Vector<bytes> = Object;',
  ],
  ton: [
    'int ? = Int;',
    'shelf.node id:int256 addr:shelf.address version:int data:bytes = shelf.Node;',
    'shelf.a.b.leaf key:int256 list:(vector shelf.address) = shelf.a.b.Leaf;',
    'look.block mode:# id:shelf.id lt:mode.1?long proof:mode.2?true = look.Block;',
    'group (first second:long) (third:int) = Group;',
    'bare x:%shelf.Node y:%(Vector %shelf.Node) = Bare;',
    'nested x:(vector (vector int)) y:vector<vector<int>> = Nested;',
  ],
  vk: [
    'vector {t:Type} # [ t ] = Vector t;',
    'tuple {t:Type} {n:#} [ t ] = Tuple t n;',
    'dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;',
    'pair {X Y:Type} x:X y:Y = Pair X Y;',
    'grid {n m:#} cells:n*[ (m+1)*[ %Cell ] ] = Grid n m;',
    'some {t:Type} result:t = Maybe t;',
    'tail {t:Type} {n:#} x:%t rest:%(Tuple t (1+n+2)) = Tail t n;',
    'stat.query {X:Type} fields_mask:# from:fields_mask.0?int inner:!X = X;',
  ],
}

const parsed = (text: string): Parameters<typeof computeNumber>[0] => {
  const { ast, errors } = parse(text)
  const [item] = ast.items
  expect(errors).toEqual([])
  if (item?.kind !== 'combinator' && item?.kind !== 'builtin') throw new TypeError(`${text} is no definition`)
  return item
}

describe('the number of a definition', () => {
  for (const [dialect, definitions] of Object.entries(corpus)) {
    it(`is the same by a second computation, in the manner of ${dialect}`, () => {
      for (const definition of definitions) {
        const declaration = parsed(definition)
        expect(canonicalText(declaration).replaceAll('!', '')).toBe(secondText(definition))
        expect(isNumberOf(declaration, secondNumber(definition))).toBe(true)
      }
    })
  }

  it.each(files)('is the same by a second computation, in every line of %s', (file) => {
    const lines = readFileSync(new URL(file, schemaFolder), 'utf8')
      .split('\n')
      .filter((line) => /^[a-z]/.test(line))
    expect(lines.length).toBeGreaterThan(10)
    for (const line of lines) {
      const definition = line.replace(/\s*\/\/.*$/, '')
      expect(canonicalText(parsed(definition)).replaceAll('!', '')).toBe(secondText(definition))
    }
  })

  it('is the same by a second computation, for any definition', () => {
    fc.assert(
      fc.property(arbitraryDefinition, (definition) => {
        const text = canonicalText(parsed(definition)).replaceAll('!', '')
        expect(text).toBe(secondText(definition))
        expect(crc32(new TextEncoder().encode(text))).toBe(secondNumber(definition))
      }),
      { numRuns: 500 },
    )
  })
})
