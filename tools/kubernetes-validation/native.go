package main

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/apis/policy"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	"k8s.io/kubernetes/pkg/apis/rbac"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/apis/scheduling"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	"k8s.io/kubernetes/pkg/apis/storage"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
)

// strategies are those of Kubernetes' own kinds; a kind that is missing here is refused as unknown.
var strategies = map[schema.GroupKind]strategy{
	apps.Kind("DaemonSet"):                      daemonset.Strategy,
	apps.Kind("Deployment"):                     deployment.Strategy,
	apps.Kind("ReplicaSet"):                     replicaset.Strategy,
	apps.Kind("StatefulSet"):                    statefulset.Strategy,
	autoscaling.Kind("HorizontalPodAutoscaler"): horizontalpodautoscaler.Strategy,
	batch.Kind("CronJob"):                       cronjob.Strategy,
	batch.Kind("Job"):                           job.Strategy,
	core.Kind("ConfigMap"):                      configmap.Strategy,
	core.Kind("LimitRange"):                     limitrange.Strategy,
	core.Kind("Namespace"):                      namespace.Strategy,
	core.Kind("PersistentVolume"):               persistentvolume.Strategy,
	core.Kind("PersistentVolumeClaim"):          persistentvolumeclaim.Strategy,
	core.Kind("Pod"):                            pod.Strategy,
	core.Kind("ResourceQuota"):                  resourcequota.Strategy,
	core.Kind("Secret"):                         secret.Strategy,
	core.Kind("Service"):                        service.Strategy,
	core.Kind("ServiceAccount"):                 serviceaccount.Strategy,
	networking.Kind("Ingress"):                  ingress.Strategy,
	networking.Kind("IngressClass"):             ingressclass.Strategy,
	networking.Kind("NetworkPolicy"):            networkpolicy.Strategy,
	policy.Kind("PodDisruptionBudget"):          poddisruptionbudget.Strategy,
	rbac.Kind("ClusterRole"):                    clusterrole.Strategy,
	rbac.Kind("ClusterRoleBinding"):             clusterrolebinding.Strategy,
	rbac.Kind("Role"):                           role.Strategy,
	rbac.Kind("RoleBinding"):                    rolebinding.Strategy,
	scheduling.Kind("PriorityClass"):            priorityclass.Strategy,
	storage.Kind("CSIDriver"):                   csidriver.Strategy,
	storage.Kind("StorageClass"):                storageclass.Strategy,
}

var strict = json.NewSerializerWithOptions(
	json.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, json.SerializerOptions{Strict: true},
)

// decodeNative reads an object of Kubernetes' own; unknown and repeated fields are faults, and the rest is judged too.
func decodeNative(data []byte, kind schema.GroupVersionKind, chosen strategy) (*decoded, error) {
	versioned, _, faults := strict.Decode(data, nil, nil)
	if versioned == nil || (faults != nil && !runtime.IsStrictDecodingError(faults)) {
		return nil, faults
	}
	legacyscheme.Scheme.Default(versioned)
	normalize(versioned)
	internal, err := legacyscheme.Scheme.ConvertToVersion(versioned, runtime.InternalGroupVersioner)
	if err != nil {
		return nil, err
	}
	return &decoded{strategy: chosen, resource: kind, internal: internal, versioned: versioned}, faults
}

// normalize does what the API server does with a Service outside of its strategy: one address is a list of one.
func normalize(object runtime.Object) {
	if service, ok := object.(*corev1.Service); ok && service.Spec.ClusterIP != "" && len(service.Spec.ClusterIPs) == 0 {
		service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
	}
}
