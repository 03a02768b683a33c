export interface PrintOptions {
  /** Characters of a text and bytes of a byte string that are shown. Default: 64. */
  readonly most?: number
  /** Names of fields whose value is not shown, such as `phoneCode`. Default: none. */
  readonly hide?: readonly string[]
}

const DEFAULT_MOST = 64

/**
 * A value for people, in logs and failing tests: a constructor and its fields, one a line, absent ones left out. It shows what
 * the value holds, secrets too, unless `hide` names their fields.
 */
export function print(value: unknown, options: PrintOptions = {}): string {
  return printed(value, '', options)
}

function printed(value: unknown, indent: string, options: PrintOptions): string {
  const { most = DEFAULT_MOST } = options
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') {
    return value.length <= most ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, most))}… (${value.length})`
  }
  if (value instanceof Uint8Array) return printedBytes(value, most)
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => `${inner}${printed(item, inner, options)}\n`)
    return items.length === 0 ? '[]' : `[\n${items.join('')}${indent}]`
  }
  const fields = Object.entries(value).flatMap(([key, field]) => {
    if (key === '_' || field === undefined) return []
    const text = options.hide?.includes(key) ? '(hidden)' : printed(field, inner, options)
    return [`${inner}${key}: ${text}\n`]
  })
  const name = '_' in value ? String(value._) : ''
  if (fields.length === 0) return name === '' ? '{}' : name
  return `${name === '' ? '' : `${name} `}{\n${fields.join('')}${indent}}`
}

function printedBytes(bytes: Uint8Array, most: number): string {
  const shown = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${bytes.length} bytes ${shown}${bytes.length > most ? '…' : ''}`.trimEnd()
}
