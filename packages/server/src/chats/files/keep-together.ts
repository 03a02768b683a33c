import type { ServicePorts } from '../../core-ports.ts'

interface Numbered {
  readonly id: bigint
}

/** A message counts one photo and one document that it shows: the others are kept as long as that one is. */
export async function keepTogether(
  { store }: Pick<ServicePorts, 'store'>,
  { photos, documents }: { readonly photos: readonly Numbered[]; readonly documents: readonly Numbered[] },
): Promise<void> {
  if (photos.length < 2 && documents.length < 2) return
  const numbers = (files: readonly Numbered[]): number[] => files.map(({ id }) => Number(id))
  await store.transaction(async (tx) => {
    await tx.photos.keepTogether(numbers(photos))
    await tx.documents.keepTogether(numbers(documents))
  })
}
