/**
 * Numbers once more, on a path of its own: from the words of a line, without a syntax tree. It follows the rules by which
 * the reference parsers write a definition down before they hash it, and shares nothing with the package.
 */
import { crc32 } from 'node:zlib'

/** The number of one definition, which states none or whose number is left out of account. */
export function secondNumber(definition: string): number {
  return crc32(secondText(definition))
}

/** The number by which the public API goes: without brackets, `true` fields and `%`, and with `string` for `bytes`. */
export function secondApiNumber(definition: string): number {
  const words = definition
    .replace(/\/\/.*$/gm, '')
    .replace(/;\s*$/, '')
    .replace(/^(\s*[\w.]+)#[0-9a-f]+/, '$1')
    .replace(/[{}<>,]/g, ' ')
    .replace(/:bytes\b/g, ':string')
    .replace(/\?bytes\b/g, '?string')
    // The constructor for a bare type; where the schema calls it otherwise the numbers would not agree.
    .replace(/%((?:\w+\.)*)(\w)/g, (_, namespace: string, first: string) => namespace + first.toLowerCase())
    .trim()
    .split(/\s+/)
  return crc32(words.filter((word) => !/:\w+\.\d+\?true$/.test(word)).join(' '))
}

export function secondText(definition: string): string {
  const plain = definition.replace(/\/\/.*$/gm, '').replace(/;\s*$/, '')
  const variables = new Set([...plain.matchAll(/\{([^:}]*):/g)].flatMap(([, names = '']) => names.trim().split(/\s+/)))
  let text = plain.replace(/^(\s*[\w.]+)#[0-9a-f]+/, '$1')
  // `{X Y:Type}` and `(x y:int)` say the same of each name.
  text = text.replace(/\{([^:}]*):([^}]*)\}/g, (_, names: string, type: string) => spell(names, type))
  for (let open = groupStart.exec(text); open !== null; open = groupStart.exec(text)) {
    const end = closing(text, open.index)
    const inside = text.slice(open.index + 1, end)
    const colon = inside.indexOf(':')
    text = text.slice(0, open.index) + spell(inside.slice(0, colon), inside.slice(colon + 1)) + text.slice(end + 1)
  }
  text = text.replaceAll('!', '').replace(/[<,]/g, ' ').replaceAll('>', ' ')
  // Constants of a sum come together behind its variable.
  text = text.replace(/\(?\s*(\w+(?:\s*\+\s*\w+)+)\s*\)?/g, (all: string, sum: string) => {
    const terms = sum.split('+').map((term) => term.trim())
    const constant = terms.filter((term) => /^\d/.test(term)).reduce((total, term) => total + Number(term), 0)
    const names = terms.filter((term) => !/^\d/.test(term))
    const shown = names.length > 0 && constant === 0 ? names.join('+') : [...names, constant].join('+')
    const open = all.startsWith('(') && !all.endsWith(')') ? '(' : ''
    return `${open} ${shown} `
  })
  text = text.replace(/[()]/g, ' ')
  text = text.replace(/%[\s%]*/g, '%').replace(/%([\w.]+)/g, (all, name: string) => {
    const local = name.slice(name.lastIndexOf('.') + 1)
    return variables.has(name) || /^[a-z]/.test(local) ? name : all
  })
  text = text
    .replace(/\[/g, ' [ ')
    .replace(/\]/g, ' ] ')
    .replace(/\s*\*\s*\[/g, '*[')
    .replace(/\s*:\s*/g, ':')
  text = text.replace(/=/g, ' = ').replace(/\?(?!\s*=)\s*/g, '?')
  return text.trim().replace(/\s+/g, ' ')
}

function spell(names: string, type: string): string {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ` ${name}:${type} `)
    .join('')
}

const groupStart = /\((?:\w+\s+)*\w+\s*:/

/** Where the parenthesis that opens at a place is closed. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}
