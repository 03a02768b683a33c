import * as fc from 'fast-check'

/** What may happen: one of six devices acts, two of each of three users; `at` chooses among what it shows. */
export type Operation =
  | { readonly kind: (typeof inTopics)[number]; readonly device: number; readonly topic: number; readonly at: number }
  | { readonly kind: (typeof ofDevices)[number]; readonly device: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** The server forgets all changes but for the last. */
  | { readonly kind: 'forget'; readonly keep: number }

export type Action = Extract<Operation, { readonly topic: number }>

const inTopics = [
  'say',
  'reply',
  'edit',
  'delete',
  'readTopic',
  'readAll',
  'create',
  'rename',
  'close',
  'pin',
  'remove',
] as const
const ofDevices = ['receive', 'lose', 'offline', 'online', 'copy', 'restore', 'askInVain'] as const

const device = fc.nat(5)
const ofAdmin = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: device })
const action = (kind: Action['kind'], who = device) =>
  fc.record({ kind: fc.constant(kind), device: who, topic: fc.nat(5), at: fc.nat(9) })
const ofDevice = (kind: (typeof ofDevices)[number]) => fc.record({ kind: fc.constant(kind), device })
const seconds = fc.constantFrom(1, 3, 70, 400, 86_400)

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: action('say') },
    { weight: 6, arbitrary: action('reply') },
    { weight: 7, arbitrary: action('edit') },
    { weight: 9, arbitrary: action('delete', ofAdmin) },
    { weight: 9, arbitrary: action('readTopic') },
    { weight: 2, arbitrary: action('readAll') },
    { weight: 6, arbitrary: action('create') },
    { weight: 4, arbitrary: action('rename') },
    { weight: 4, arbitrary: action('close', ofAdmin) },
    { weight: 5, arbitrary: action('pin', ofAdmin) },
    { weight: 6, arbitrary: action('remove', ofAdmin) },
    { weight: 4, arbitrary: ofDevice('receive') },
    { weight: 4, arbitrary: ofDevice('lose') },
    { weight: 2, arbitrary: ofDevice('offline') },
    { weight: 3, arbitrary: ofDevice('online') },
    { weight: 2, arbitrary: ofDevice('copy') },
    { weight: 2, arbitrary: ofDevice('restore') },
    { weight: 2, arbitrary: ofDevice('askInVain') },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('forget' as const), keep: fc.nat(3) }) },
  ),
  { minLength: 5, maxLength: 80, size: 'max' },
)
