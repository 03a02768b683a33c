import * as fc from 'fast-check'

/** One step of a run. Numbers choose among what there is, whatever that may be by then. */
export type Operation =
  | {
      readonly kind: 'send' | 'edit' | 'draft' | 'react' | 'forward'
      readonly device: number
      readonly peer: number
      readonly at: number
      readonly text: string
    }
  | {
      readonly kind: 'delete' | 'read' | 'pin' | 'pinSaved' | 'pinMessage' | 'archive' | 'mute' | 'mark'
      readonly device: number
      readonly peer: number
      readonly at: number
      readonly flag: boolean
    }
  | { readonly kind: 'deleteChat'; readonly device: number; readonly peer: number; readonly flag: boolean }
  | { readonly kind: 'reorder'; readonly device: number; readonly order: readonly number[]; readonly flag: boolean }
  | { readonly kind: 'receive' | 'lose' | 'offline' | 'online'; readonly device: number }
  /** The server forgets all changes but for the last. */
  | { readonly kind: 'forget'; readonly keep: number }

const device = fc.nat(5)
const peer = fc.nat(2)
const at = fc.nat(9)
const flag = fc.boolean()
const text = fc.constantFrom('a', 'b', 'c', 'd', 'e')

const withText = (kind: 'send' | 'edit' | 'draft' | 'react' | 'forward'): fc.Arbitrary<Operation> =>
  fc.record({ kind: fc.constant(kind), device, peer, at, text })
const withFlag = (
  kind: 'delete' | 'read' | 'pin' | 'pinSaved' | 'pinMessage' | 'archive' | 'mute' | 'mark',
): fc.Arbitrary<Operation> => fc.record({ kind: fc.constant(kind), device, peer, at, flag })
const ofDevice = (kind: 'receive' | 'lose' | 'offline' | 'online'): fc.Arbitrary<Operation> =>
  fc.record({ kind: fc.constant(kind), device })

export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: withText('send') },
    { weight: 4, arbitrary: withText('edit') },
    { weight: 4, arbitrary: withText('react') },
    { weight: 3, arbitrary: withText('forward') },
    { weight: 1, arbitrary: withText('draft') },
    { weight: 2, arbitrary: withFlag('delete') },
    { weight: 3, arbitrary: withFlag('read') },
    { weight: 2, arbitrary: withFlag('pin') },
    { weight: 3, arbitrary: withFlag('pinMessage') },
    { weight: 2, arbitrary: withFlag('pinSaved') },
    { weight: 2, arbitrary: withFlag('archive') },
    { weight: 1, arbitrary: withFlag('mute') },
    { weight: 1, arbitrary: withFlag('mark') },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteChat' as const), device, peer, flag }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('reorder' as const),
        device,
        order: fc.shuffledSubarray([0, 1, 2]),
        flag,
      }),
    },
    { weight: 3, arbitrary: ofDevice('receive') },
    { weight: 2, arbitrary: ofDevice('lose') },
    { weight: 1, arbitrary: ofDevice('offline') },
    { weight: 2, arbitrary: ofDevice('online') },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('forget' as const), keep: fc.nat(3) }) },
  ),
  { minLength: 5, maxLength: 60, size: 'max' },
)
