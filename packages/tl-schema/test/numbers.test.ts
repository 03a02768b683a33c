/** Constructor numbers against a second computation that knows neither the parser nor the syntax tree. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, type computeNumber, crc32, isNumberOf, knownNumbers, link, parse } from '../src/index.ts'
import { arbitraryDefinition } from './arbitrary-definition.ts'
import { secondApiNumber, secondNumber, secondText } from './second-numbers.ts'

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
    'marked#00000006 flags:# a:flags.0?true inner:flags.1?# b:inner.0?true c:inner.2?bytes = Marked;',
    'a.b.c.deep#00000007 x:a.b.c.Deep hash:int256 key:int128 = a.b.c.Deep;',
    'run#00000008 {X:Type} id:long request:!X = X;',
  ],
  ton: [
    'int ? = Int;',
    'shelf.node id:int256 addr:shelf.address version:int data:bytes = shelf.Node;',
    'shelf.a.b.leaf key:int256 list:(vector shelf.address) = shelf.a.b.Leaf;',
    'look.block mode:# id:shelf.id lt:mode.1?long proof:mode.2?true = look.Block;',
    'group (first second:long) (third:int) = Group;',
    'bare x:%shelf.Node y:%(Vector %shelf.Node) = Bare;',
    'nested x:(vector (vector int)) y:vector<vector<int>> = Nested;',
    'int32 = Int32;',
    'int256 8*[ int32 ] = Int256;',
    'wallet id:int53 seqno:int32 lt:int64 hash:int256 sum:int512 pass:secureString seed:secureBytes small:float = Wallet;',
    'look.send data:bytes = Object;',
    'look.ask data:bytes = Object;',
    'flagged flags:# on:flags.0?true data:flags.1?bytes = Flagged;',
  ],
  vk: [
    'vector {t:Type} # [ t ] = Vector t;',
    'tuple {t:Type} {n:#} [ t ] = Tuple t n;',
    'dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;',
    'pair {X Y:Type} x:X y:Y = Pair X Y;',
    'grid {n m:#} cells:n*[ (m+1)*[ %Cell ] ] = Grid n m;',
    'some {t:Type} result:t = Maybe t;',
    'tail {t:Type} {n:#} x:%t rest:%(Tuple t (1+n+2)) = Tail t n;',
    'float ? = Float;',
    'counted n:# x:n?int list:n*[ key:string value:%Value ] four:4*[ double ] = Counted;',
    'named names:(Dictionary string) maybe:(Maybe %Int) tuple:%(Tuple (Maybe long) 2) = Named;',
    'photo flags:# sizes:flags.2?(Vector photo.size) mask:flags.3?# inner:mask.1?true = Photo;',
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

  it.each(files)('that is stated in %s is that of the public API by a second computation, in every line', (file) => {
    const lines = readFileSync(new URL(file, schemaFolder), 'utf8')
      .split('\n')
      .filter((line) => /^[a-z][\w.]*#[0-9a-f]/.test(line))
    const others = lines.filter((line) => {
      const [, name = '', stated = ''] = /^([\w.]+)#([0-9a-f]+)/.exec(line) ?? []
      const isOurs = [secondApiNumber(line), secondNumber(line.replace(/\s*\/\/.*$/, ''))].includes(
        Number.parseInt(stated, 16),
      )
      return !isOurs && knownNumbers.get(name) !== Number.parseInt(stated, 16)
    })
    expect(others).toEqual([])
  })

  it.each(Object.entries(corpus))(
    'that nobody states is the one of the second computation once linked, in the manner of %s',
    (_, definitions) => {
      for (const definition of definitions) {
        // A file of its own, in which the types that it names are not there: numbers do not depend on them.
        const unstated = definition.replace(/^([\w.]+)#[0-9a-f]+/, '$1')
        // Whether the `!` counts is up to the parser.
        if (unstated.includes('!')) continue
        const name = /^[\w.]+/.exec(unstated)?.[0] ?? ''
        const found = link(parse(unstated).ast).schema.byName.get(name)
        if (found !== undefined) expect(found.id >>> 0, unstated).toBe(secondNumber(unstated))
      }
    },
  )

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
