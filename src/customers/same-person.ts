/** The ids under which a customer is held. The one place that knows, for whoever reads all of a person. */
export const idsOf = (customer: { readonly id: string }): readonly string[] => [customer.id]
