import { describe, expect, it } from 'vitest'
import { diagnosticToData } from './diagnostic.ts'
import { link } from './link.ts'
import { parse } from './parse.ts'
import { type RenderOptions, renderDiagnostic } from './render-diagnostic.ts'

function render(text: string, options?: RenderOptions): string[] {
  const { ast, errors } = parse(text, 'schema.tl')
  return [...errors, ...link(ast).diagnostics].map((one) => renderDiagnostic(one, options))
}

describe('a rendered diagnostic', () => {
  it('shows the place, the line with a caret, and a suggestion', () => {
    expect(render('user = User;\nchat owner:Usre = Chat;')).toEqual([
      [
        'error[unknown-type]: unknown type `Usre`',
        ' --> schema.tl:2:12',
        '  |',
        '2 | chat owner:Usre = Chat;',
        '  |            ^^^^',
        '  = did you mean `User`?',
      ].join('\n'),
    ])
  })

  it('shows the other place where there are two', () => {
    expect(render('a = A;\na x:int = A;')).toEqual([
      [
        'error[duplicate-name]: `a` is defined twice',
        ' --> schema.tl:2:1',
        '  |',
        '2 | a x:int = A;',
        '  | ^',
        '  = first defined here:',
        ' --> schema.tl:1:1',
        '  |',
        '1 | a = A;',
        '  | ^',
      ].join('\n'),
    ])
  })

  it('cuts long lines around the place', () => {
    const fields = Array.from({ length: 40 }, (_, index) => `field${index}:${index === 20 ? 'lng' : 'long'}`).join(' ')
    const [text = ''] = render(`a ${fields} = A;`, { width: 60 })
    const [, , , line = '', caret = ''] = text.split('\n')
    expect(line.length).toBeLessThanOrEqual(60 + '1 | '.length)
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('lng')
    expect(line).toMatch(/^1 \| ….*…$/)
  })

  it('points behind the end of a line, and keeps tabs from moving the caret', () => {
    const [text = ''] = render('\ta = A\nb#7aae25b9 = B;')
    expect(text.split('\n').slice(3)).toEqual(['1 |  a = A', '  |       ^'])
  })

  it('is coloured by the caller', () => {
    const [text = ''] = render('a x:lng = A;', { paint: (colour, content) => `<${colour}>${content}</>` })
    expect(text).toContain('<red>error[unknown-type]</>')
    expect(text).toContain('<red>^^^</>')
  })

  it('is also plain data, with lines and columns from 1', () => {
    const { ast } = parse('a x:lng = A;', 'schema.tl')
    expect(link(ast).diagnostics.map(diagnosticToData)).toEqual([
      {
        severity: 'error',
        code: 'unknown-type',
        message: 'unknown type `lng`',
        file: 'schema.tl',
        start: { line: 1, column: 5 },
        end: { line: 1, column: 8 },
        hint: 'did you mean `long`?',
        related: [],
      },
    ])
  })
})
