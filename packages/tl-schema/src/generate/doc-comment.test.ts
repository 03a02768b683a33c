import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAst } from 'vitest/node'
import { applyDocs, parseDocs } from '../docs/docs-file.ts'
import { link } from '../link.ts'
import { parse } from '../parse.ts'
import { docComment, escapeLines } from './doc-comment.ts'
import { generate } from './generate.ts'

const definitions = (above: string, beside: string, trailing: string): string =>
  `${above}\nuser id:long ${beside}\n name:string = User;${trailing}\n${above}\na.chat id:long = a.Chat;\n---functions---\n${above}\nfind id:long = User;\n`

function typesOf(text: string, rows = ''): string {
  const { schema } = link(parse(text).ast)
  const documented = applyDocs(schema, parseDocs(rows).docs).schema
  return generate(documented, { name: 'my' })[0]?.text ?? ''
}

/** A module as a tree, without the places of things. */
function tree(text: string): string {
  return JSON.stringify(parseAst(text, { lang: 'ts' }), (key, value: unknown) =>
    key === 'start' || key === 'end' || key === 'range' || key === 'loc' ? undefined : value,
  )
}

/** The comment that stands right above a text, as it was before it was made one. */
function above(text: string, what: string): string | undefined {
  const [before] = text.split(what)
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before ?? '')?.[1]
  const lines = comment?.split('\n').map((line, at) => (at === 0 ? line : line.replace(/^\s*\* ?/, ''))) ?? []
  return comment === undefined ? undefined : asWritten(lines.join('\n').trim())
}

function asWritten(text: string): string {
  return text
    .replaceAll('*\\/', '*/')
    .replaceAll('\\@', '@')
    .replaceAll('\\<', '<')
    .replaceAll('&#64;', '@')
    .replaceAll('&#35;', '#')
}

const pieces = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z A-Z0-9.,]{0,12}$/) },
  fc.constantFrom(
    ...[
      '*/',
      '/*',
      '**/',
      '*\\/',
      '//',
      '\n',
      '\r',
      '\u2028',
      '@',
      '@internal',
      '@ts-ignore',
      '{@link x}',
      '`',
      '``',
      '<T>',
      '</b>',
    ],
    ...[
      '@license',
      '@preserve',
      '#__PURE__',
      '# sourceMappingURL=x',
      '\\',
      '\\u002a/',
      '@description',
      '@id',
      '\ud800',
      '\t',
    ],
  ),
)
const anyText = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''))

describe('comments that are generated', () => {
  it('are on one line or several', () => {
    expect(docComment('  ', ['One.'])).toEqual(['  /** One. */'])
    expect(docComment('', ['One.', '', 'Two.'])).toEqual(['/**', ' * One.', ' *', ' * Two.', ' */'])
    expect(docComment('', [])).toEqual([])
  })

  it('escape what would end them, be a tag or be taken for HTML, but not between backticks', () => {
    expect(escapeLines('a */ b')).toEqual(['a *\\/ b'])
    expect(escapeLines('@see {@link x}, a@b.org')).toEqual(['\\@see {\\@link x}, a@b.org'])
    expect(escapeLines('Vector<int>, 1 < 2, `Vector<int> @x`')).toEqual(['Vector\\<int>, 1 < 2, `Vector<int> @x`'])
  })

  it('hold nothing that a tool acts on', () => {
    for (const word of ['@internal', '@license', '@preserve', '@ts-ignore', '@jsx h', '#__PURE__', '@__PURE__']) {
      const [line = ''] = escapeLines(`a ${word} \`${word}\` x${word}`)
      expect(line).not.toContain(word)
      expect(asWritten(line)).toBe(`a ${word} \`${word}\` x${word}`)
    }
  })

  it('stand above types, definitions and fields', () => {
    const text = definitions('// Said above', '// said beside', ' // and behind')
    const types = typesOf(text, 'link\t\thttps://example.org/{kind}/{name}\nfind\t\tFinds one.\nfind\t!\tID_INVALID\n')
    expect(above(types, 'type User =')).toBe('Said above\nand behind')
    expect(above(types, 'interface user {')).toMatch(
      /^Said above\nand behind\n\n`user#[\da-f]{8} id:long name:string = User;`$/,
    )
    expect(above(types, "_: 'user'")).toBe('Said above\nand behind')
    expect(above(types, 'id: bigint')).toBe('said beside')
    expect(above(types, 'interface find {')).toMatch(
      /^Finds one\.\n\n`find#.*`\n\nErrors: `ID_INVALID`\n\n@see https:\/\/example\.org\/method\/find$/,
    )
  })
})

describe('no text in a schema', () => {
  it('changes the generated program, and each is found where it belongs', () => {
    const plain = tree(typesOf(definitions('', '', '')))
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (first, second, isBlock) => {
        // In a schema a comment ends with its line, or with its mark.
        const comment = (text: string): string =>
          isBlock ? `/*${text.replaceAll('*/', '* /')}*/` : `// ${text.replaceAll('\n', ' ')}`
        expect(tree(typesOf(definitions(comment(first), comment(second), ` ${comment(second)}`)))).toBe(plain)
      }),
      { numRuns: 150 },
    )
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const cell = (text: string): string => text.replaceAll(/[\t\n]/g, ' ').trim()
        const [text, field] = [cell(first), cell(second)]
        const rows = `user\t\t${text}\nuser\tid\t${field}\nUser\t\t${field}\nfind\t!\t${field}\n`
        const types = typesOf(definitions('', '', ''), rows)
        expect(tree(types)).toBe(plain)
        const shown = (said: string): string | undefined =>
          said === '' ? undefined : asWritten(escapeLines(said).join('\n').trim())
        expect(above(types, 'id: bigint')).toBe(shown(field))
        expect(above(types, "_: 'user'")).toBe(shown(text))
      }),
      { numRuns: 150 },
    )
  })
})
