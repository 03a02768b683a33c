import { listSettings } from '../config/settings.ts'

const BEGIN = '<!-- Written by the test of settings-page.ts from the table in config/settings.ts. -->\n'
const END = '\n<!-- The end of the settings. -->'

/** docs/operating.md as it should be: all settings between two marks, and what was written by hand around them. */
export function withSettings(page: string): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) throw new TypeError('the page has no place for the settings')
  return `${page.slice(0, begin)}${BEGIN}\n${describeSettings()}${page.slice(end)}`
}

function describeSettings(): string {
  return listSettings()
    .map(({ name, flag, value, variable, byDefault, defaultMeans = byDefault && `\`${byDefault}\``, help, more }) => {
      const option = value === '' ? `--[no-]${flag}` : `--${flag} ${value}`
      const forms = flag === undefined ? `\`${variable}\`; no option` : `\`${option}\`, \`${variable}\``
      const text = `${help.replace(/\*\*\w+\*\*/g, '`$&`')}.${more === undefined ? '' : ` ${more}`}`
      const words = `**\`${name}\`** (${forms}${defaultMeans && `; default: ${defaultMeans}`}): ${text}`
      return wrap(words).join('\n  ')
    })
    .map((item) => `- ${item}\n`)
    .join('')
}

/** The widest line of the pages. */
const WIDTH = 118

function wrap(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
