// Package v4 has the options of the component Chart.
package v4

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// RepositoryOptsInput is the repository of a chart before it is known.
type RepositoryOptsInput interface{ pulumi.Input }

// PostRendererInput is a post-renderer before it is known.
type PostRendererInput interface{ pulumi.Input }

// RepositoryOpts is the repository of a chart.
type RepositoryOpts struct {
	CaFile   pulumi.AssetOrArchive `pulumi:"caFile"`
	CertFile pulumi.AssetOrArchive `pulumi:"certFile"`
	KeyFile  pulumi.AssetOrArchive `pulumi:"keyFile"`
	Username *string               `pulumi:"username"`
	Password *string               `pulumi:"password"`
	Repo     *string               `pulumi:"repo"`
}

// PostRenderer is a command that changes what Helm renders.
type PostRenderer struct {
	Command string   `pulumi:"command"`
	Args    []string `pulumi:"args"`
}
