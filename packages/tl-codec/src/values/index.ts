/** What can be done with the values of any schema. Nothing here knows one, so all of it together is small. */
export { clone } from './clone.ts'
export { equals } from './equals.ts'
export { is } from './is.ts'
export { fromJson, toJson } from './json.ts'
export { type PrintOptions, print } from './print.ts'
