import { describe, expect, it } from 'vitest'
import { link } from '../link.ts'
import { parse } from '../parse.ts'
import { positionAt } from '../source.ts'
import { lower } from './lower.ts'

/** Problems as `line: message`. */
function problems(text: string): string[] {
  const { schema, diagnostics } = link(parse(text).ast)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return lower(schema).problems.map(({ span, message }) => `${positionAt(span.source, span.start).line}: ${message}`)
}

const maybe = 'none {t:Type} = Maybe t;\nsome {t:Type} x:t = Maybe t;\n'

describe('what has no form in TypeScript', () => {
  it.each([
    ['a {X:Type} q:!X = A X;\nb x:(A int) = B;', ['2: `b`: `x`: only a request can wrap another']],
    [`${maybe}---functions---\nf {t:Type} x:t = Maybe t;`, ['4: `f`: `x`: nothing says what `t` is']],
    ['---functions---\nf {X:Type} = X;', ['2: `f`: nothing says what the result `X` is']],
    [
      '---functions---\nf {X:Type} a:!X b:!X = X;',
      ['2: `f`: a request that wraps several others has no form in TypeScript'],
    ],
    ['a = A;\n---functions---\nf {n:#} x:n*[ int ] = A;', ['3: `f`: a number in braces has no value in a request']],
    ['a {n:#} [ int ] = A n;\nb flags:# n:flags.0?# x:(A n) = B;', ['2: `b`: others need `n`, which may be absent']],
    [
      'end {t:Type} = L t 0;\nb x:(L int 0) = B;',
      ['2: `b`: `x`: `end` is for one number only, which generated code cannot tell'],
    ],
    [
      `${maybe}t {n:#} [ int ] = T n;\nb n:# x:(Maybe (T n)) = B;`,
      ['4: `b`: `x`: an argument of `Maybe` depends on a number that is known only when it runs'],
    ],
    [
      'p {t:Type} x:t = P t;\nnest {t:Type} x:(Nest (P t)) = Nest t;\nb x:(Nest int) = B;',
      [expect.stringMatching(/^3: `b`: `x`: `\w+` becomes larger without end$/)],
    ],
  ])('%s', (text, wanted) => {
    expect(problems(text)).toEqual(wanted)
  })

  it('is told of every definition, and the others are left', () => {
    const text = 'a x:int = A;\n---functions---\nf {X:Type} = X;\ng {X:Type} = X;\nh = A;'
    expect(problems(text)).toHaveLength(2)
    expect(lower(link(parse(text).ast).schema).schema.methods.map(({ name }) => name)).toEqual(['h'])
  })
})

describe('what is polymorphic', () => {
  it('is copied for each use, and its numbers stay arguments', () => {
    const text = `${maybe}t {t:Type} {n:#} [ t ] = T t n;\nb x:(Maybe int) y:Maybe<Maybe<int>> z:(T int 3) n:# q:(T int n) = B;`
    const { schema } = lower(link(parse(text).ast).schema)
    expect([...schema.types.keys()]).toEqual(['B', 'Maybe<int>', 'Maybe<Maybe<int>>', 'T<int>'])
    expect(schema.types.get('T<int>')?.[0]).toMatchObject({ name: 't', instance: 't<int>', generics: [{ name: 'n' }] })
    expect(schema.byName.get('b')?.params).toHaveLength(5)
  })

  it('takes only the cases that are for its arguments', () => {
    const text = 'i = K int;\ns = K string;\nb x:(K int) = B;'
    const { schema } = lower(link(parse(text).ast).schema)
    expect(schema.types.get('K<int>')?.map(({ name }) => name)).toEqual(['i'])
  })
})
