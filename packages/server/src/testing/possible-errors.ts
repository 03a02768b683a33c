import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemaOfToday } from '@chappe/tl-layers'
import type { Rpc } from '../rpc/rpc.ts'
import { bounds } from '../rules/input-bounds.ts'
import { type ChatKind, errorsOf } from '../rules/rights.ts'
import { constantsReached, readSources, type SourceGraph } from './source-graph.ts'

const sources = fileURLToPath(new URL('..', import.meta.url))

export const errorsFile: string = fileURLToPath(new URL('../../../../schema/api.errors.tsv', import.meta.url))

/** Where no answers are made: the store, the gateway, the tests and what starts the server have constants of their own. */
const elsewhere = [
  'blobs',
  'bus',
  'cli',
  'code-senders',
  'config',
  'gateway',
  'keys',
  'link-previews',
  'operations',
  'operator',
  'store',
  'tl',
]
/** Of the table of rights a method may answer what stands in the rows of its acts. */
const passedOver = [
  ...[...elsewhere, 'testing'].map((folder) => join(sources, folder, sep)),
  join(sources, 'rules', 'rights'),
]

/** Constants in these places that are no errors, or that any method may answer. */
const notOfMethods = new Set(['STORE_UNAVAILABLE', 'CODE_NOT_SENT', 'AUTH_KEY_UNREGISTERED', 'FLOOD_WAIT_%d'])

/**
 * Errors that are about a field: what has none such cannot answer them, although it shares code with what has. The names
 * are those of fields of the request and of whatever is in it.
 */
const aboutFields: readonly (readonly [error: RegExp, field: RegExp])[] = [
  [/^ENTIT/, /^entities$/],
  [/^MESSAGE_(EMPTY|TOO_LONG)$/, /^(message|text|title|note)$/],
  [/^QUOTE_/, /^quoteText$/],
  [/^REPLY_/, /^replyTo/],
  [/^RANDOM_ID_/, /^randomId$/],
  [/^EFFECT_/, /^effect$/],
  [/^GEO_POINT_/, /^(geo|geoPoint)$/],
  [/^FILE_REFERENCE_/, /^fileReference$/],
  [/^SCHEDULE_/, /^scheduleDate$/],
  [/^PEER_ID_/, /^accessHash$/],
  [/^CHANNEL_(INVALID|PRIVATE)$/, /^(channel|channelId)$/],
  [/^(IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS|FILE_PART_0_MISSING)$/, /^file$/],
]

/** The kinds of chats that there can be on this server. */
const servedKinds: readonly ChatKind[] = ['private', 'group', 'broadcast', 'supergroup']

let graph: SourceGraph | undefined

function readOnce(): SourceGraph {
  graph ??= readSources(sources, (file) => {
    return !passedOver.some((folder) => file.startsWith(folder)) && !/\.(test|fixture)\.ts$/.test(file)
  })
  return graph
}

/**
 * The errors that each method may answer by itself, as its sources have them, sorted. What any method may answer
 * (`AUTH_KEY_UNREGISTERED`, `FLOOD_WAIT_%d`, `INPUT_REQUEST_INVALID`, …) is not among them.
 */
export function findPossibleErrors(methods: Iterable<string>, { actsOf }: Pick<Rpc, 'actsOf'>): Map<string, string[]> {
  const { members } = readOnce()
  const found = new Map<string, string[]>()
  for (const method of methods) {
    const errors = constantsReached(members.get(method) ?? [])
    for (const [field, bound] of Object.entries(bounds)) {
      if (field.slice(0, field.lastIndexOf('.')) === method) errors.add(bound.error)
    }
    for (const act of actsOf(method) ?? []) for (const error of errorsOf(act, servedKinds)) errors.add(error)
    const fields = fieldsOf(method)
    const isPossible = (error: string): boolean =>
      !notOfMethods.has(error) &&
      aboutCodes.every(([about, methods]) => about !== error || methods.includes(method)) &&
      aboutFields.every(([about, field]) => !about.test(error) || fields.some((name) => field.test(name)))
    found.set(method, [...errors].filter(isPossible).sort())
  }
  return found
}

/** All codes go out by the same code; what is answered if one cannot be sent depends on what it is for. */
const aboutCodes: readonly (readonly [error: string, methods: readonly string[]])[] = [
  [
    'EMAIL_NOT_ALLOWED',
    ['account.resendPasswordEmail', 'account.sendVerifyEmailCode', 'account.updatePasswordSettings'],
  ],
  ['PASSWORD_RECOVERY_NA', ['auth.requestPasswordRecovery']],
  [
    'SMS_CODE_CREATE_FAILED',
    ['account.sendChangePhoneCode', 'account.verifyEmail', 'auth.resendCode', 'auth.resetLoginEmail', 'auth.sendCode'],
  ],
]

/** The names of the fields of a request, and of all that it may hold. */
function fieldsOf(method: string): string[] {
  const { definitions, types } = schemaOfToday()
  const own = definitions.get(method)
  const seen = new Set(own === undefined ? [] : [own])
  for (const { fields } of seen) {
    for (const { type } of fields) {
      const inner = type.kind === 'vector' ? type.item : type
      for (const one of types.get(inner.text) ?? []) seen.add(one)
    }
  }
  return [...seen].flatMap(({ fields }) => fields.map(({ name }) => name))
}

/** The whole of schema/api.errors.tsv. */
export function describeErrors(rpc: Pick<Rpc, 'served' | 'actsOf'>): string {
  const rows = [...findPossibleErrors(rpc.served, rpc)].filter(([, errors]) => errors.length > 0)
  const lines = rows.map(([method, errors]) => `${method}\t!\t${errors.join(' ')}`).sort()
  return [
    '# The errors that each method may answer, from the sources of the server by `npm run coverage:api`; a test fails when',
    '# it is out of date. `%d` is a number. Not here is what any method may answer.',
    '',
    ...lines,
    '',
  ].join('\n')
}
