/** Arbitrary syntax trees: every construct of the language, in every combination that the grammar allows. */
import fc from 'fast-check'
import type { Arg, Comment, Declaration, Expression, GenericArg, Item, Name, Program } from '../src/ast.ts'
import { createSource, type Span } from '../src/source.ts'

const source = createSource('', 'arbitrary')
const span: Span = { source, start: 0, end: 0 }

const lower = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,6}$/)
const upper = fc.stringMatching(/^[A-Z][a-zA-Z0-9_]{0,6}$/).filter((word) => !['New', 'Final', 'Empty'].includes(word))
const withNamespace = (word: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.array(lower, { maxLength: 3 }), word).map(([namespaces, name]) => [...namespaces, name].join('.'))
const toName = (text: string): Name => ({ text, span })
const variable = fc.oneof(lower, upper).map(toName)
const nat = fc.integer({ min: 0, max: 0x7fff_ffff })
const number = nat.map((value) => ({ kind: 'number' as const, value, span }))

const { expression } = fc.letrec<{ expression: Expression; simple: Expression }>((tie) => ({
  simple: fc.oneof(
    fc
      .oneof(withNamespace(lower), withNamespace(upper), fc.constant('#'))
      .map((text) => ({ kind: 'name' as const, text, span })),
    number,
  ),
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('simple'),
    tie('expression').map((of) => ({ kind: 'bare' as const, of, span })),
    fc
      .tuple(tie('expression'), fc.array(tie('expression'), { minLength: 1, maxLength: 3 }))
      // `(A B) C` is read as `A B C`, so an application never heads another of the same style.
      .filter(([head]) => !(head.kind === 'apply' && head.style === 'space'))
      .map(([head, args]) => ({ kind: 'apply' as const, style: 'space' as const, head, args, span })),
    fc
      .tuple(
        fc.oneof(withNamespace(lower), withNamespace(upper)),
        fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
      )
      .map(([text, args]) => {
        const head = { kind: 'name' as const, text, span }
        return { kind: 'apply' as const, style: 'angle' as const, head, args, span }
      }),
    fc
      .array(
        tie('expression').filter(({ kind }) => kind !== 'sum'),
        { minLength: 2, maxLength: 3 },
      )
      .map((terms) => ({ kind: 'sum' as const, terms, span })),
  ),
}))

const anonymousOrNamed = fc.oneof(variable, fc.constant(toName('_')))

const { arg } = fc.letrec<{ arg: Arg }>((tie) => ({
  arg: fc.oneof(
    { maxDepth: 3 },
    fc
      .record({
        name: fc.option(anonymousOrNamed, { nil: undefined }),
        condition: fc.option(fc.record({ flags: variable, bit: fc.option(number, { nil: undefined }) }), {
          nil: undefined,
        }),
        isFunction: fc.boolean(),
        type: expression,
      })
      // Only a named field can be conditional.
      .map((field) => ({ kind: 'field' as const, ...field, condition: field.name && field.condition, span })),
    fc
      .record({
        names: fc.array(anonymousOrNamed, { minLength: 1, maxLength: 3 }),
        isFunction: fc.boolean(),
        type: expression,
      })
      .map((group) => ({ kind: 'group' as const, ...group, span })),
    fc
      .record({
        name: fc.option(anonymousOrNamed, { nil: undefined }),
        count: fc.option(expression, { nil: undefined }),
        args: fc.array(tie('arg'), { maxLength: 3 }),
      })
      .map((repeat) => ({ kind: 'repeat' as const, ...repeat, span })),
  ),
}))

const generic: fc.Arbitrary<GenericArg> = fc
  .record({ names: fc.array(variable, { minLength: 1, maxLength: 2 }), isFunction: fc.boolean(), type: expression })
  .map((one) => ({ ...one, span }))

const word = fc.stringMatching(/^[a-zA-Z0-9 .,;:{}=#-]{0,20}$/).map((text) => text.trim())
const indent = fc.constantFrom('', ' ', '   ', '@')
const comment = (blankBefore: fc.Arbitrary<boolean>): fc.Arbitrary<Comment> =>
  fc
    .record({
      style: fc.constantFrom('line' as const, 'block' as const),
      indent,
      word,
      blankBefore,
      span: fc.constant(span),
    })
    .map(({ style, indent: before, word: text, ...rest }) => {
      const raw = style === 'line' ? `${before}${text}`.trimEnd() : `${before}${text}${before}`
      return { style, text: raw.trim(), raw, ...rest }
    })

const constructorNumber = fc.option(
  fc.integer({ min: 0, max: 0xffff_ffff }).map((value) => ({ value, span })),
  { nil: undefined },
)
const boxedName = withNamespace(upper)
const result: fc.Arbitrary<Expression> = fc.oneof(
  boxedName.map((text) => ({ kind: 'name' as const, text, span })),
  fc
    .tuple(
      fc.constantFrom('angle' as const, 'space' as const),
      boxedName,
      fc.array(expression, { minLength: 1, maxLength: 3 }),
    )
    .map(([style, text, args]) => ({
      kind: 'apply' as const,
      style,
      head: { kind: 'name' as const, text, span },
      args,
      span,
    })),
)

const trivia = {
  comments: fc.array(comment(fc.boolean()), { maxLength: 2 }),
  // A line comment ends its line, so only the last of several can be one.
  trailing: fc
    .array(comment(fc.constant(false)), { maxLength: 2 })
    .map((all) => all.map((one, index) => (index < all.length - 1 ? { ...one, style: 'block' as const } : one))),
  blankBefore: fc.boolean(),
  span: fc.constant(span),
}

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('combinator' as const),
      name: fc.oneof(withNamespace(lower), fc.constant('_')).map(toName),
      number: constructorNumber,
      generics: fc.array(generic, { maxLength: 2 }),
      args: fc.array(arg, { maxLength: 4 }),
      isFunction: fc.boolean(),
      result,
      ...trivia,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('builtin' as const),
      name: withNamespace(lower).map(toName),
      number: constructorNumber,
      result: boxedName.map(toName),
      ...trivia,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('partial' as const),
      expression: fc
        .tuple(
          fc.constantFrom('angle' as const, 'space' as const),
          fc.oneof(withNamespace(lower), boxedName),
          fc.array(expression, { minLength: 1, maxLength: 3 }),
        )
        .map(([style, text, args]) => ({
          kind: 'apply' as const,
          style,
          head: { kind: 'name' as const, text, span },
          args,
          span,
        })),
      ...trivia,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('final' as const),
      keyword: fc.constantFrom('New' as const, 'Final' as const, 'Empty' as const),
      type: boxedName.map(toName),
      ...trivia,
    }),
  },
)

const section: fc.Arbitrary<Item> = fc.record({
  kind: fc.constant('section' as const),
  section: fc.constantFrom('types' as const, 'functions' as const),
  ...trivia,
})

/** Programs as `parse` gives them: the first thing of a file and what touches a section mark has no empty line before it. */
export const arbitraryProgram: fc.Arbitrary<Program> = fc
  .record({
    items: fc.array(fc.oneof({ weight: 6, arbitrary: declaration }, { weight: 1, arbitrary: section }), {
      maxLength: 6,
    }),
    comments: fc.array(comment(fc.boolean()), { maxLength: 2 }),
  })
  .map(({ items, comments }) => ({
    source,
    items: items.map((item, index) => {
      const before = items[index - 1]
      const isSetApart = before === undefined || before.kind === 'section' || item.kind === 'section'
      return isSetApart ? withoutBlank(item) : item
    }),
    comments:
      items.length === 0
        ? comments.map((one, index) => (index === 0 ? { ...one, blankBefore: false } : one))
        : comments,
    skipped: [],
  }))

function withoutBlank(item: Item): Item {
  const [first, ...others] = item.comments
  if (first === undefined) return { ...item, blankBefore: false }
  return { ...item, comments: [{ ...first, blankBefore: false }, ...others] }
}
