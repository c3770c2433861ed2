// Package kubernetes is what the provider's components use of its Go SDK. The whole SDK takes longer to compile than
// the provider, and is used by these components alone, which the program does not.
package kubernetes

import "reflect"

// UntypedArgs are the inputs of an object as they are.
type UntypedArgs map[string]any

// ElementType makes the arguments an input.
func (UntypedArgs) ElementType() reflect.Type { return reflect.TypeFor[map[string]any]() }
