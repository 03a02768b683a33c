/** Syntax tree to canonical text: one definition a line, one space between words. `parse(print(x))` gives x again. */
import type { Arg, Comment, Declaration, Expression, Item, Program } from './ast.ts'

export function print(program: Program): string {
  const lines: string[] = []
  let afterSection = true
  for (const item of program.items) {
    const isSection = item.kind === 'section'
    if ((isSection || afterSection) && lines.length > 0) lines.push('')
    printComments(item.comments, lines)
    if (item.blankBefore) lines.push('')
    lines.push([printItem(item), ...item.trailing.map(printComment)].join(' '))
    afterSection = isSection
  }
  printComments(program.comments, lines)
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function printComments(comments: readonly Comment[], lines: string[]): void {
  for (const comment of comments) {
    if (comment.blankBefore) lines.push('')
    lines.push(printComment(comment))
  }
}

function printComment({ style, text, raw }: Comment): string {
  if (raw !== undefined) return style === 'block' ? `/*${raw}*/` : `//${raw}`
  if (style === 'block') return `/* ${text} */`
  return text === '' ? '//' : `// ${text}`
}

function printItem(item: Item): string {
  return item.kind === 'section' ? `---${item.section}---` : printDeclaration(item)
}

/** One definition without comments, with its semicolon. */
export function printDeclaration(declaration: Declaration): string {
  switch (declaration.kind) {
    case 'combinator': {
      const { name, number, generics, args, isFunction, result } = declaration
      const head = name.text + (number === undefined ? '' : `#${formatNumber(number.value)}`)
      const parameters = generics.map(
        (one) =>
          `{${one.names.map((each) => each.text).join(' ')}:${one.isFunction ? '!' : ''}${printExpression(one.type)}}`,
      )
      return `${[head, ...parameters, ...args.map(printArg), '=', (isFunction ? '!' : '') + printExpression(result)].join(' ')};`
    }
    case 'builtin': {
      const { name, number, result } = declaration
      return `${name.text}${number === undefined ? '' : `#${formatNumber(number.value)}`} ? = ${result.text};`
    }
    case 'partial':
      return `${printExpression(declaration.expression)};`
    case 'final':
      return `${declaration.keyword} ${declaration.type.text};`
  }
}

/** Eight lower-case hexadecimal digits. */
export function formatNumber(value: number): string {
  return value.toString(16).padStart(8, '0')
}

export function printArg(arg: Arg): string {
  switch (arg.kind) {
    case 'field': {
      const name = arg.name === undefined ? '' : `${arg.name.text}:`
      const bit = arg.condition?.bit === undefined ? '' : `.${arg.condition.bit.value}`
      const condition = arg.condition === undefined ? '' : `${arg.condition.flags.text}${bit}?`
      return name + condition + (arg.isFunction ? '!' : '') + printTerm(arg.type)
    }
    case 'group':
      return `(${arg.names.map((one) => one.text).join(' ')}:${arg.isFunction ? '!' : ''}${printExpression(arg.type)})`
    case 'repeat': {
      const name = arg.name === undefined ? '' : `${arg.name.text}:`
      const count = arg.count === undefined ? '' : `${printTerm(arg.count)}*`
      return `${name}${count}${['[', ...arg.args.map(printArg), ']'].join(' ')}`
    }
  }
}

/** As it stands where an expression may be several words. */
export function printExpression(expression: Expression): string {
  if (expression.kind !== 'apply' || expression.style === 'angle') return printTerm(expression)
  return [expression.head, ...expression.args].map(printTerm).join(' ')
}

/** As it stands where one word is wanted: parenthesised if need be. */
function printTerm(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.text
    case 'number':
      return String(expression.value)
    case 'bare':
      return `%${printTerm(expression.of)}`
    case 'sum':
      return `(${expression.terms.map(printTerm).join('+')})`
    case 'apply':
      return expression.style === 'space'
        ? `(${printExpression(expression)})`
        : `${printTerm(expression.head)}<${expression.args.map(printExpression).join(',')}>`
  }
}
