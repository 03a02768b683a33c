import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diff, link, parse, print, sortProgram } from '../src/index.ts'
import { arbitraryProgram } from './arbitrary-program.ts'
import { withoutPlaces } from './without-places.ts'

/** Text that is often TL, and often nearly so. */
const nearlyTl = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'user#b1b8cc83 flags:# id:long = User;\n',
        'vector#1cb5c415 {t:Type} # [ t ] = Vector t;',
        '---functions---\n',
        'int128 4*[ int ] = Int128;',
        '(n+1)*[ ',
        '/* ',
        '// LAYER 5\n',
        'Empty False;',
        ...[...':;()[]{}=#?%+<>,.*! \n'],
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''))

describe('laws of the compiler', () => {
  it('parse(print(x)) equals x, for every syntax tree', () => {
    fc.assert(
      fc.property(arbitraryProgram, (program) => {
        const { ast, errors } = parse(print(program))
        expect(errors).toEqual([])
        expect(withoutPlaces(ast)).toEqual(withoutPlaces(program))
      }),
      { numRuns: 500 },
    )
  })

  it('printing what was printed changes nothing', () => {
    fc.assert(
      fc.property(arbitraryProgram, (program) => {
        const once = print(program)
        expect(print(parse(once).ast)).toBe(once)
      }),
    )
  })

  it('any text is read and linked without an exception, and what is wrong has a place in it', () => {
    fc.assert(
      fc.property(nearlyTl, (text) => {
        const { ast, errors } = parse(text)
        for (const { span } of [...errors, ...link(ast).diagnostics]) {
          expect(span.start).toBeGreaterThanOrEqual(0)
          expect(span.end).toBeGreaterThanOrEqual(span.start)
          expect(span.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('text that reads without errors keeps its meaning when it is formatted', () => {
    fc.assert(
      fc.property(nearlyTl, (text) => {
        const { ast, errors } = parse(text)
        fc.pre(errors.length === 0)
        const again = parse(print(ast))
        expect(again.errors).toEqual([])
        expect(withoutPlaces(again.ast)).toEqual(withoutPlaces(ast))
      }),
      { numRuns: 1000 },
    )
  })

  it('every arbitrary syntax tree is linked without an exception', () => {
    fc.assert(fc.property(arbitraryProgram, (program) => void link(parse(print(program)).ast)))
  })

  it('a schema does not differ from itself', () => {
    fc.assert(
      fc.property(arbitraryProgram, (program) => {
        const { schema } = link(program)
        expect(diff(schema, schema).changes).toEqual([])
      }),
    )
  })

  it('sorting twice is sorting once, and loses nothing', () => {
    fc.assert(
      fc.property(arbitraryProgram, (program) => {
        const sorted = sortProgram(program)
        expect(print(sortProgram(sorted))).toBe(print(sorted))
        expect(sorted.items.length).toBe(program.items.length)
        const lines = (text: string): string[] =>
          text
            .split('\n')
            .filter((line) => line !== '')
            .sort()
        expect(lines(print(sorted))).toEqual(lines(print(program)))
      }),
    )
  })
})
